"""Forms that refuse to publish what has errors, and show these where they can be mended."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from modelcluster.forms import ClusterForm
from wagtail.blocks import Block, FieldBlock, StreamValue, StructBlock
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from ketamine_pages.conf import conf
from ketamine_pages.gate.judged import judge
from ketamine_pages.gate.stored import weigh
from ketamine_pages.rules.findings import OFF, Finding
from ketamine_pages.rules.review_rules import REVIEW_CODES

# Buttons that hand a draft on. Wagtail validates them like publishing, but nothing goes live.
HANDING_ON = ("action-submit", "action-restart-workflow", "action-cancel-workflow")

# What the last form of this request has let through. Whoever tells the editor about the publication
# has neither the form nor, of a page, the object that it was about.
NOTHING: tuple[type[Model] | None, Any, list[Finding]] = (None, None, [])
_let_through = ContextVar("ketamine_pages_let_through", default=NOTHING)


def get_message(finding: Finding) -> str:
    """What is wrong and what to do, in one line."""
    return f"{finding.message} {finding.what_to_do}"


class GateFormMixin:
    """Adds errors of ``get_findings()`` to a form that would publish what it holds.

    Only those that visitors do not read already, where it was published before.

    Drafts pass, and so does what is handed on to somebody else. Approving is judged without the
    findings about review, since it may be the review.
    """

    def is_valid(self) -> bool:
        if not super().is_valid():  # type: ignore[misc]
            return False
        findings = self._find_errors()
        for field in {finding.spot.field: None for finding in findings}:
            self._add_errors(field, [f for f in findings if f.spot.field == field])
        return not findings

    def _find_errors(self: Any) -> list[Finding]:
        if self.is_deferred_validation or conf.publish_gate != "enforce":
            return []
        severities: dict[str, str] = {}
        if "action-publish" not in self.data:
            if any(name in self.data for name in HANDING_ON):
                return []
            if "action-workflow-action" in self.data:
                if self.data.get("workflow-action-name") == "reject":
                    return []
                severities = dict.fromkeys(REVIEW_CODES, OFF)
        # Fills in what belongs to the object as well, such as its sources; saves nothing.
        ClusterForm.save(self, commit=False)
        new, old = weigh(self.instance, judge(self.instance, severities), severities)
        _let_through.set((type(self.instance), self.instance.pk, old))
        return new

    def _add_errors(self: Any, field: str, findings: list[Finding]) -> None:
        value = getattr(self.instance, field, None) if field in self.fields else None
        if isinstance(value, StreamValue):
            self.add_error(field, stream_error(value, findings))
        else:
            messages = [get_message(finding) for finding in findings]
            self.add_error(field if field in self.fields else None, messages)


def pop_let_through(instance: Model) -> list[Finding]:
    """The errors with which a form has let ``instance`` through, as visitors read them already."""
    model, pk, findings = _let_through.get()
    _let_through.set(NOTHING)
    return findings if (model, pk) == (type(instance), instance.pk) else []


def stream_error(value: StreamValue, findings: Iterable[Finding]) -> StreamBlockValidationError:
    """``findings`` at the blocks of ``value`` which they are about, else at the field."""
    findings = list(findings)
    at_blocks: dict[int, Any] = {}
    placed: list[Finding] = []
    for position, child in enumerate(value):
        own = [found for found in findings if child.id and found.spot.block == child.id]
        if own:
            at_blocks[position] = _block_error(child.block, own)
            placed += own
    rest = [get_message(found) for found in findings if found not in placed]
    error = StreamBlockValidationError(at_blocks, rest)
    # What is shown where there are no blocks, as in an API.
    error.message = " ".join(get_message(found) for found in findings)
    return error


def _block_error(block: Block, findings: list[Finding]) -> ValidationError:
    if not isinstance(block, StructBlock):
        return ValidationError([get_message(found) for found in findings])
    at_children: dict[str, list[str]] = {}
    about_block: list[str] = []
    for found in findings:
        name = found.spot.path.partition(".")[0]
        if isinstance(block.child_blocks.get(name), FieldBlock):
            at_children.setdefault(name, []).append(get_message(found))
        else:
            about_block.append(get_message(found))
    return StructBlockValidationError(
        {name: ValidationError(messages) for name, messages in at_children.items()},
        about_block,
    )


@cache
def gated_form(form_class: type) -> type:
    """``form_class`` with ``GateFormMixin`` in front, the same class every time."""
    if issubclass(form_class, GateFormMixin):
        return form_class
    return type(
        f"Gated{form_class.__name__}", (GateFormMixin, form_class), {"__module__": __name__}
    )
