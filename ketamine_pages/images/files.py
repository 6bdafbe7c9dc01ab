"""Tells whether the file of an image is still there.

A page prints nothing in the place of an image whose file is gone, and a finding tells the editor.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition

logger = logging.getLogger("ketamine_pages")


def is_on_disk(rendition: AbstractRendition) -> bool:
    """Whether its file is there; taken for granted where only a remote storage could tell."""
    storage, name = rendition.file.storage, rendition.file.name
    # A look at a local disk costs nothing; with remote storage it would be a request per file.
    return not isinstance(storage, FileSystemStorage) or storage.exists(name)


def is_missing(image: AbstractImage) -> bool:
    """Whether the file of ``image`` is gone; asks the storage, though it may be on the network.

    Where the storage does not answer, nothing is known, and nothing is reported.
    """
    try:
        return not image.file.storage.exists(image.file.name)
    except Exception as error:
        # Each storage has errors of its own, and an editor can do nothing about any of them.
        logger.warning("The file of image %s could not be looked up: %s", image.pk, error)
        return False


def get_images(instance: models.Model) -> Iterator[tuple[models.Field[Any, Any], Any]]:
    """The images that the fields of a page or item hold, each with its field."""
    for field in instance._meta.concrete_fields:
        target = field.related_model
        if isinstance(target, type) and issubclass(target, AbstractImage):
            image = getattr(instance, field.name)
            if image is not None:
                yield field, image
