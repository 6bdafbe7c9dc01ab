"""The Wagtail admin of the package: views, choosers, reports and forms, a sub-room for each topic.

Nothing that a visitor's page needs is here; ``wagtail_hooks`` registers what is.
"""
