"""Pages about treatments: the editorial frame of every page type, and what pages are made of.

Mixins only; the concrete page types are an app of their own, ``page_types``. Pages of locations and
enquiries are in the rooms of these names, blocks in ``blocks``.
"""
