"""Data of a StreamField passes through data migrations, which know its shape alone."""

import json
from types import SimpleNamespace

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from wagtail.models import Revision

from tests.fieldsapp.models import Leaflet


def make_body(heading):
    """Data with each kind of block, where ``heading`` is the name of a field of every card."""

    def card(text):
        return {heading: text, "text": f"<p>{text}</p>"}

    def item(text, kind="item"):
        return {"type": kind, "value": card(text), "id": text}

    parts = [
        item("deep", "card"),
        {"type": "cards", "value": [item("deepest")], "id": "cards-1"},
    ]
    return [
        item("one", "card"),
        {"type": "cards", "value": [item("two"), item("three")], "id": "cards-2"},
        {"type": "chapter", "value": {"name": "First", "parts": parts}, "id": "chapter"},
        {"type": "text", "value": "<p>Plain</p>", "id": "text"},
        {
            "type": "picture",
            "value": {"image": 1, "alt_text": "A", "decorative": False},
            "id": "picture",
        },
        {"type": "table", "value": {"columns": [], "rows": [], "caption": ""}, "id": "table"},
        {"type": "line", "value": None, "id": "line"},
    ]


@pytest.fixture
def before_rename(db):
    """The loaded migrations, the state in which cards had a "headline", and a row of then."""
    loader = MigrationLoader(connection)
    state = loader.project_state(("fieldsapp", "0001_initial"))
    then = state.apps.get_model("fieldsapp", "Leaflet")
    leaflet = then.objects.create(title="A", body=json.dumps(make_body("headline")))
    return SimpleNamespace(loader=loader, state=state, model=then, leaflet=leaflet)


def rename_headline(before_rename):
    migration = before_rename.loader.get_migration("fieldsapp", "0002_rename_headline")
    editor = SimpleNamespace(connection=connection, atomic_migration=True)
    migration.apply(before_rename.state.clone(), editor)


def test_data_passes_unchanged_through_a_frozen_field(before_rename):
    leaflet = before_rename.model.objects.get()
    assert leaflet.body[1].value[1]["headline"] == "three"
    assert [child.block_type for child in leaflet.body[2].value["parts"]] == ["card", "cards"]

    leaflet.save()

    assert list(before_rename.model.objects.get().body.raw_data) == make_body("headline")


def test_migrate_stream_data_reaches_every_nested_path(before_rename):
    rename_headline(before_rename)

    body = Leaflet.objects.get().body
    assert list(body.raw_data) == make_body("heading")
    assert body[2].value["parts"][1].value[0]["heading"] == "deepest"


def test_migrate_stream_data_reaches_revisions(before_rename):
    content_type = ContentType.objects.get_for_model(Leaflet)
    revision = Revision.objects.create(
        content_type=content_type,
        base_content_type=content_type,
        object_id=str(before_rename.leaflet.pk),
        content={
            "pk": before_rename.leaflet.pk,
            "title": "A",
            "intro": "",
            "body": json.dumps(make_body("headline")),
        },
    )

    rename_headline(before_rename)

    revision.refresh_from_db()
    assert json.loads(revision.content["body"]) == make_body("heading")
    assert revision.as_object().body[0].value["heading"] == "one"
