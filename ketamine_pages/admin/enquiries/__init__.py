"""The inbox of enquiries in the Wagtail admin."""
