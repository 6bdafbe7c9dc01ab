#!/usr/bin/env python
"""Django's command line for the example site: ``python example_site/manage.py <command>``."""

import os
import sys
from pathlib import Path


def main() -> None:
    # The script's own folder comes first on the path otherwise, and "example_site" is not in it.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "example_site.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
