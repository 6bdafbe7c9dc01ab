"""Texts that wait for a reviewer, and where they are read."""

from ketamine_pages.admin.reviews.access import get_address_of
from ketamine_pages.models import ClinicalReviewTask
from tests.reviews.making import make_workflow, reload


def submit(document, editor, **values):
    """A draft with ``values`` waits for a reviewer."""
    if not ClinicalReviewTask.objects.exists():
        make_workflow(document)
    for name, value in values.items():
        setattr(document, name, value)
    document.save_revision(user=editor)
    ClinicalReviewTask.objects.get().workflows.get().start(document, editor)
    return reload(document)


def frame_of(instance):
    return f"{get_address_of(instance)}page/"
