"""Findings in the database, so that reports need not judge every page anew.

What is a finding is decided in ``rules``; the reports are in ``admin.findings``.
"""
