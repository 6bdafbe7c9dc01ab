"""Serves the example site as in production: ``python -m tests.browser.serve PORT``.

``DEBUG`` is off, and the web server that a site would have for uploaded files is played here.
"""

import os
import sys

from django.core.servers.basehttp import run
from whitenoise import WhiteNoise


def main(port: int) -> None:
    os.environ["DEBUG"] = "0"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.browser.settings")
    from example_site.wsgi import application

    media_root = os.environ["MEDIA_ROOT"]
    # Looked up on each request, because pictures are made while the site runs.
    site = WhiteNoise(application, root=media_root, prefix="media/", autorefresh=True)
    run("127.0.0.1", port, site, threading=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
