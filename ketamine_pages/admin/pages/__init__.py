"""Pages in the admin: their listings, and the block with which an editor picks several items."""
