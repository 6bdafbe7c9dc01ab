"""What time changes: jobs that do what has become due, and what remembers when they last did.

``running`` runs a list of jobs (that of the package is ``ketamine_pages.due_jobs``), ``records``
keeps when each was last done, ``dates`` finds what has begun or ended since then, and ``lateness``
says when nobody has run the jobs for too long.
"""
