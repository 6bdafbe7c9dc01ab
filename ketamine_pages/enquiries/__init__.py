"""Enquiries of visitors: the form, protection against spam, and delivery."""
