"""What a change would do, where editors make it: beside the form, and before they confirm it.

How it is found out is in ``impact``.
"""
