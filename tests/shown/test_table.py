"""Every starting point, every way, after a change and by an old relation: one table.

All who follow a change are given the same pages; what each then does stands in the table as well.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from django.db import transaction

from ketamine_pages import followers
from ketamine_pages.admin.library.usage import Usage
from ketamine_pages.findings import store
from ketamine_pages.models import ReviewStatus
from ketamine_pages.reviews import marking
from ketamine_pages.reviews.records import StoredState
from ketamine_pages.shown.kinds import is_library_entry
from ketamine_pages.shown.ways import Way
from ketamine_pages.targets import target_of
from tests.purging.recording import CDN, purged
from tests.reviews.making import reload, review
from tests.shown.world import WorldTestCase

DIRECT, REUSED, TREATMENT, TRANSLATION, ALIAS = (
    "direct", "by a reused list", "by a treatment", "as a translation", "as an alias",
)  # fmt: skip
WAYS = (DIRECT, REUSED, TREATMENT, TRANSLATION, ALIAS)

# Why there is nothing in a cell.
NEVER_LISTED = "Lists hold benefits and conditions, and what these are made of."
NO_ENTRY = "Only notices and indications are brought by a treatment."
ONE_LANGUAGE = "It has no translation that would take its place."
NOBODY_SAYS = "Others print its title, address or card, or it is around their content."


@dataclass(frozen=True)
class Row:
    """A change of ``start``, and which pages it reaches.

    ``says``: by each way, those that say what it says; or why there are none. ``prints``: those,
    at least, that print its title, address or card. ``ends``: those whose review is over.
    """

    start: str
    change: Callable[["TableTests"], None]
    says: dict[str, set[str] | str]
    prints: set[str] = field(default_factory=set)
    ends: set[str] = field(default_factory=set)
    everywhere: bool = False
    is_old: bool = False

    @property
    def content(self) -> set[str]:
        return {name for cell in self.says.values() if isinstance(cell, set) for name in cell}


def cells(
    direct: Any, reused: Any, treatment: Any, translation: Any, alias: Any
) -> dict[str, set[str] | str]:
    return dict(zip(WAYS, (direct, reused, treatment, translation, alias), strict=True))


def set_value(name: str, field_name: str, value: Any) -> Callable[["TableTests"], None]:
    """A change of a library item, image, document or setting."""

    def change(case: "TableTests") -> None:
        item = reload(case.items[name])
        setattr(item, field_name, value)
        item.save()

    return change


def translated(name: str, field_name: str, value: Any) -> Callable[["TableTests"], None]:
    def change(case: "TableTests") -> None:
        item = reload(case.translations[name])
        setattr(item, field_name, value)
        item.save()

    return change


def set_page(name: str, field_name: str, value: Any) -> Callable[["TableTests"], None]:
    def change(case: "TableTests") -> None:
        page = reload(case.pages[name])
        setattr(page, field_name, value)
        page.save_revision().publish()

    return change


def delete(name: str) -> Callable[["TableTests"], None]:
    return lambda case: reload({**case.items, **case.pages}[name]).delete()


def unlink_source(case: "TableTests") -> None:
    """Not by its benefit, which would be saved with it."""
    reload(case.items["benefit"]).source_links.get().delete()


def move_indication(case: "TableTests") -> None:
    set_value("indication", "treatment", case.elsewhere)(case)


def move_notice(case: "TableTests") -> None:
    for notice in (reload(case.items["notice"]), reload(case.translations["notice"])):
        notice.treatments.set([case.elsewhere])
        notice.save()


def stop_offering(case: "TableTests") -> None:
    clinic = reload(case.pages["clinic"])
    clinic.treatments.set([])
    clinic.save()


def take_off_list(case: "TableTests") -> None:
    listing = reload(case.pages["benefits"])
    listing.benefits = []
    listing.save()


def other_reviewer(case: "TableTests") -> None:
    review(reload(case.pages["direct"]))


SOURCE = cells({"direct"}, {"benefits", "reusing"}, {"about"}, {"spanish"}, {"alias"})
BENEFIT = cells({"direct", "benefits"}, {"reusing"}, NO_ENTRY, {"spanish"}, {"alias"})
# Who chooses the treatment may print what is known of it.
BROUGHT = cells({"direct"}, NEVER_LISTED, {"about"}, {"spanish"}, {"alias"})
TREATED = cells({"direct", "clinic"}, {"benefits", "reusing"}, {"about"}, {"spanish"}, {"alias"})
CONDITION = cells({"direct", "conditions"}, {"reusing", "about"}, {"about"}, {"spanish"}, {"alias"})
NOWHERE = dict.fromkeys(WAYS, NOBODY_SAYS)
IMAGE = cells({"direct"}, NEVER_LISTED, NO_ENTRY, ONE_LANGUAGE, {"alias"})
LIST = cells(
    {"benefits"}, {"reusing"}, NO_ENTRY, ONE_LANGUAGE, "The alias would be a list of its own."
)

TABLE = [
    Row(
        "source", set_value("source", "result", "Nobody got better."), SOURCE,
        ends={"direct", "alias", "spanish", "benefits", "reusing", "about"},
    ),
    Row("source", translated("source", "result", "Nadie."), SOURCE, ends={"spanish"}),
    Row("source", unlink_source, BENEFIT, is_old=True,
        ends={"direct", "alias", "benefits", "reusing"}),
    Row("benefit", set_value("benefit", "text", "Other."), BENEFIT,
        ends={"direct", "alias", "benefits", "reusing"}),
    Row("benefit", translated("benefit", "text", "Otro."), BENEFIT, ends={"spanish"}),
    Row("benefit", delete("benefit"), BENEFIT, is_old=True,
        ends={"direct", "alias", "spanish", "benefits", "reusing"}),
    Row("indication", set_value("indication", "statement", "Other."), BROUGHT, ends={"about"}),
    Row("indication", translated("indication", "statement", "Otro."), BROUGHT),
    Row("indication", move_indication, BROUGHT, is_old=True, ends={"about"}),
    Row("notice", set_value("notice", "text", "<p>Other.</p>"), BROUGHT,
        ends={"direct", "alias", "about"}),
    Row("notice", translated("notice", "text", "<p>Otro.</p>"), BROUGHT, ends={"spanish"}),
    # Where it stays, it no longer is of the treatment of the benefit, which goes with it.
    Row("notice", move_notice, BROUGHT, is_old=True, ends={"direct", "alias", "spanish", "about"}),
    Row("notice", delete("notice"), BROUGHT, is_old=True,
        ends={"direct", "alias", "spanish", "about"}),
    Row("treatment", set_value("treatment", "summary", "Other."), TREATED, {"clinics"},
        ends={"direct", "alias", "about"}),
    Row("treatment", translated("treatment", "summary", "Otro."), TREATED, {"clinics"},
        ends={"spanish"}),
    Row("treatment", stop_offering,
        cells({"clinic"}, NEVER_LISTED, NO_ENTRY, ONE_LANGUAGE, "The clinic has no alias."),
        {"about", "clinics"}, is_old=True),
    Row("condition", set_value("condition", "summary", "Other."), CONDITION,
        ends={"direct", "alias", "conditions", "reusing", "about"}),
    Row("condition", translated("condition", "summary", "Otra."), CONDITION, ends={"spanish"}),
    Row("clinician", set_value("clinician", "credentials", "PhD"), NOWHERE, {"direct"}),
    Row("clinician", other_reviewer, NOWHERE, is_old=True),
    Row("list page", set_page("benefits", "introduction", "Other."), LIST, ends={"benefits"}),
    Row("list page", take_off_list, LIST, is_old=True, ends={"benefits", "reusing"}),
    Row("list page", delete("benefits"), LIST, is_old=True, ends={"reusing"}),
    Row("image", set_value("image", "title", "Other"), IMAGE),
    Row("image", delete("image"), IMAGE, is_old=True),
    Row("document", set_value("document", "title", "Other"), IMAGE),
    Row("document", delete("document"), IMAGE, is_old=True),
    Row("page", set_page("linked", "title", "Other"),
        {**NOWHERE, DIRECT: {"linked"}}, {"direct"}, ends={"linked"}),
    Row("page", set_page("linked", "slug", "other"), {**NOWHERE, DIRECT: {"linked"}}, {"direct"}),
    Row("page", delete("linked"), {**NOWHERE, DIRECT: {"linked"}}, {"direct"}, is_old=True),
    Row("page", set_page("direct", "introduction", "Other."),
        {**NOWHERE, DIRECT: {"direct"}, ALIAS: {"alias"}}, ends={"direct", "alias"}),
    Row("location", set_page("clinic", "phone", "+16025550199"),
        {**NOWHERE, DIRECT: {"clinic"}}, {"direct", "about", "clinics"}),
    Row("location", delete("clinic"), {**NOWHERE, DIRECT: {"clinic"}},
        {"direct", "about", "clinics"}, is_old=True),
    Row("setting", set_value("setting", "main_phone", "+16025550100"), NOWHERE, everywhere=True),
    Row("setting", delete("setting"), NOWHERE, everywhere=True, is_old=True),
]  # fmt: skip


class TableTests(WorldTestCase):
    def test_all_who_follow_are_given_the_same_pages_and_do_what_they_should(self):
        for row in TABLE:
            when = "old relation" if row.is_old else "after"
            with self.subTest(start=row.start, when=when, change=row.change), self.undone():
                self.check(row)

    @contextmanager
    def undone(self) -> Iterator[None]:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    def check(self, row: Row) -> None:
        names = self.names
        usage = self.usage_of(row)
        with self.recording() as seen, CDN, self.captureOnCommitCallbacks(execute=True):
            row.change(self)
        reaches = seen["reached"]
        shown = {pk for reach in reaches for pk in reach.shown.pages_by(Way.CONTENT)}
        self.assertEqual(names(shown), row.content)
        if usage is not None and not row.is_old:
            self.assertEqual(usage, row.content | (row.prints & usage))
        printed = {pk for reach in reaches for pk in reach.shown.pages}
        self.assertLessEqual(row.prints, names(printed))
        self.assertEqual(row.everywhere, names(printed) >= set(self.pages))
        self.assertLessEqual(names(shown), names(seen["judged"]) | self.gone())
        known = names(self.changed(reaches)) | self.gone()
        self.assertLessEqual(names(shown), names(seen["indexed"]) | known)
        self.assertEqual(self.not_purged(printed), set())
        if seen["marked"]:
            self.assertEqual(
                names(shown | self.changed(reaches)), names(seen["marked"] | self.changed(reaches))
            )
        self.assertEqual(self.ended(), row.ends)

    @contextmanager
    def recording(self) -> Iterator[dict[str, Any]]:
        """What each of those who follow is given, by what it does."""
        seen: dict[str, Any] = {"reached": [], "judged": set(), "indexed": set(), "marked": set()}
        purged.clear()

        def keep(reach: Any) -> None:
            seen["reached"].append(reach)

        def judge(instance: Any) -> Any:
            if not is_library_entry(type(instance)):
                seen["judged"].add(instance.pk)
            return real_judge(instance)

        def mark(shown: Any) -> int:
            seen["marked"] |= shown.pages_by(Way.CONTENT)
            return real_mark(shown)

        def index(backend: Any, model: Any, found: Any) -> None:
            seen["indexed"] |= {each.pk for each in found if not is_library_entry(model)}

        real_judge, real_mark = store.store_findings, marking.mark_shown
        with ExitStack() as stack:
            for target, name, new in (
                (followers, "FOLLOWERS", (keep, *followers.FOLLOWERS)),
                (store, "store_findings", judge),
                (marking, "mark_shown", mark),
                (followers, "mark_shown", mark),
            ):
                stack.enter_context(patch.object(target, name, new))
            path = "modelsearch.backends.base.BaseSearchBackend.add_bulk"
            stack.enter_context(patch(path, index))
            yield seen

    def usage_of(self, row: Row) -> set[str] | None:
        item = self.items.get(row.start)
        if item is None or not is_library_entry(type(item)):
            return None
        return self.names(
            {each.pk for each, _how in Usage(item) if not is_library_entry(type(each))}
        )

    def changed(self, reaches: Any) -> set[Any]:
        """Primary keys of pages that were changed themselves, which their own save has seen to."""
        return {
            pk
            for reach in reaches
            for model, pks in reach.changed.items()
            if hasattr(model, "url_path")
            for pk in pks
        }

    def gone(self) -> set[str]:
        return {
            name
            for name, page in self.pages.items()
            if not type(page).objects.filter(pk=page.pk).exists()
        }

    def not_purged(self, pks: Any) -> set[str]:
        pages = {name: page for name, page in self.pages.items() if page.pk in pks}
        return {name for name, page in pages.items() if page.full_url not in purged} - self.gone()

    def ended(self) -> set[str]:
        return {
            name
            for name, page in self.pages.items()
            if ReviewStatus.objects.filter(**target_of(page), state=StoredState.CHANGED).exists()
        }


def test_the_table_has_every_starting_point_before_and_after() -> None:
    starts = {
        "source", "benefit", "indication", "notice", "treatment", "condition", "clinician",
        "list page", "image", "document", "page", "location", "setting",
    }  # fmt: skip
    # What is in use cannot be deleted, and an indication of it is moved elsewhere.
    assert {row.start for row in TABLE} == starts
    assert {row.start for row in TABLE if row.is_old} >= starts - {"condition"}
    assert all(set(row.says) == set(WAYS) for row in TABLE)
