"""wagtail-localize, where a site has installed it: which fields it translates, and what becomes of
a translation that may not be published.

wagtail-localize writes a translation into the published row, makes a revision of it, and publishes
this after the commit, for all languages in one go. What may not be published is kept as a draft
there, the published version stays as it was, and the translation's own screen says why. All of it
by what wagtail-localize and Wagtail offer: ``override_translatable_fields`` and hooks.
"""
