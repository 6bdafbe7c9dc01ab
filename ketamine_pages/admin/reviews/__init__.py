"""Clinical reviews in the admin: recording one, the report, and the digest of what is due.

What a review says and when it ends is in ``reviews``.
"""
