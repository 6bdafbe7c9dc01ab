"""Locations of a clinic: their pages, cards and place on the globe.

What opening hours mean is decided in ``hours``; how visitors search is in the sub-room ``finder``.
"""
