"""How a page reaches a visitor: what is cached, under which version, and what everybody may see.

Nothing here knows what a page is about. A cache in front of the site is for ``purging``.
"""
