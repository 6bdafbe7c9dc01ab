"""What a page shows, asked downwards and upwards.

Down: from a page to what it prints. Up: from anything that can change to the pages that show it.
This room knows library entries, lists and blocks by what they declare (``kinds``), never by name.
"""
