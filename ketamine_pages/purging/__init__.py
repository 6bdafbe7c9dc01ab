"""Tells a cache in front of the site which addresses a change has made stale.

Caches inside Django need none of this: their keys hold the version of ``delivery``.
"""
