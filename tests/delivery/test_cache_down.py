"""A cache server that is down, or that hangs, takes no page down with it."""

import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from django.core.cache import cache

from ketamine_pages.delivery.cache import PAUSE, ResilientCache, resilient_cache
from tests.factories import LocationIndexPageFactory, LocationPageFactory, TreatmentPageFactory

HOST = "127.0.0.1"


class BrokenCache:
    def __getattr__(self, name):
        raise ConnectionError("refused")


@pytest.fixture
def broken():
    with patch("ketamine_pages.delivery.cache.cache", BrokenCache()):
        yield ResilientCache()


def test_everything_is_missing_from_a_cache_that_is_down(broken):
    assert broken.get("a") is None
    broken.resume()
    assert broken.get_many(["a"]) == {}
    for call in (
        lambda: broken.set("a", 1, 10),
        lambda: broken.set_many({"a": 1}, 10),
    ):
        broken.resume()
        call()


def test_the_log_is_told_once_in_a_while(broken, caplog):
    for _ in range(5):
        broken.get("a")
    assert len(caplog.records) == 1
    assert "ConnectionError" in caplog.text


def test_a_cache_that_answers_late_is_left_alone_for_a_while(monkeypatch):
    times = iter([100.0, 100.0, 101.0, 101.0, 101.0 + PAUSE / 2, 102.0 + PAUSE, 110.0, 110.0])
    monkeypatch.setattr("ketamine_pages.delivery.cache.monotonic", lambda: next(times))
    slow = ResilientCache()
    cache.set("a", "value")
    assert slow.get("a") == "value"
    assert slow.get("a") is None


@pytest.mark.django_db
def test_pages_answer_without_a_cache(client):
    location = LocationPageFactory(parent=LocationIndexPageFactory())
    page = TreatmentPageFactory()
    with patch("ketamine_pages.delivery.cache.cache", BrokenCache()):
        for each in (page, location, location.get_parent()):
            resilient_cache.resume()
            assert client.get(each.url).status_code == 200


@contextmanager
def redis_server():
    """A Redis of our own, to be stopped at will."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", HOST, "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            try:
                socket.create_connection((HOST, port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield server, f"redis://{HOST}:{port}/0"
    finally:
        server.kill()
        server.wait()


@pytest.fixture
def served_with_redis(settings, monkeypatch):
    from example_site import settings as site

    with redis_server() as (server, url):
        monkeypatch.setattr(site, "REDIS_URL", url)
        settings.DJANGO_REDIS_IGNORE_EXCEPTIONS = site.DJANGO_REDIS_IGNORE_EXCEPTIONS
        settings.CACHES = {name: site.redis_cache(name) for name in ("default", "renditions")}
        yield server
        if server.poll() is None:
            server.send_signal(signal.SIGCONT)
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.mark.skipif(shutil.which("redis-server") is None, reason="not run: redis-server is missing")
@pytest.mark.django_db
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hanging"])
def test_pages_answer_when_redis_has_gone(client, served_with_redis, end):
    page = TreatmentPageFactory(title="Infusions")
    for _ in range(2):
        assert "Infusions" in client.get(page.url).text
    assert cache.keys("*ketamine_pages.page.*")
    served_with_redis.send_signal(end)
    start = time.monotonic()
    for _ in range(3):
        response = client.get(page.url)
        assert response.status_code == 200
        assert "Infusions" in response.text
    assert time.monotonic() - start < 10
