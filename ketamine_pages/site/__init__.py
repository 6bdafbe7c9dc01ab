"""What holds for a whole site: the clinic's details, its brand and who receives enquiries.

Options for developers are not here but in ``conf``.
"""
