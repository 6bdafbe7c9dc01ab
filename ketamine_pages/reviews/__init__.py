"""Clinical reviews: who has approved what, and whether that still holds after a change.

When one is due is computed in ``rules.review``; reports and reminders are in ``admin.reviews``.
"""
