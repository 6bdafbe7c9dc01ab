"""Try the database of ``DATABASE_URL``: ``scratch_database.py answers`` or ``… migrate``.

``answers`` exits with 0 where a server of that address lets us in, else with 1 and the reason.
``migrate`` makes a database of its own there, runs every migration and drops it again.
"""

import os
import sys
from pathlib import Path

import django

sys.path[0] = str(Path(__file__).resolve().parent.parent)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def answers() -> int:
    from django.core.exceptions import ImproperlyConfigured
    from django.db import Error, connection

    try:
        django.setup()
        connection.ensure_connection()
    except (Error, ImproperlyConfigured) as error:
        print(str(error).strip().splitlines()[0])
        return 1
    return 0


def migrate() -> int:
    from django.db import connection

    django.setup()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
    print(f"Every migration runs on {connection.display_name}.")
    return 0


if __name__ == "__main__":
    sys.exit({"answers": answers, "migrate": migrate}[sys.argv[1]]())
