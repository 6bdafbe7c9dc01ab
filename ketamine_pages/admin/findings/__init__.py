"""Findings in the admin: the report, the content checker, and what the gate answers to an editor.

How findings are made and stored is in ``gate`` and ``findings``.
"""
