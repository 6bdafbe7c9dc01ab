"""The content library: treatments, benefits, conditions, safety notices, sources and clinicians.

One file for each model. What may be published is decided in ``gate`` and ``rules``, and how the
library is edited in ``admin.library``.
"""
