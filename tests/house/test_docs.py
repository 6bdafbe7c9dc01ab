"""The reference names everything public, and every link in the documentation leads somewhere."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from ketamine_pages import blocks, conf, models, rules, schema_org
from ketamine_pages.rules.rulebook import RULES

ROOT = Path(__file__).resolve().parent.parent.parent
REFERENCE = ROOT / "docs" / "reference"
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


# Nothing else is there: what the libraries are made of is in the rooms.
TAG_LIBRARIES = [
    import_module(f"ketamine_pages.templatetags.{path.stem}")
    for path in sorted((ROOT / "ketamine_pages" / "templatetags").glob("*.py"))
    if path.stem != "__init__"
]


def text_of(name: str) -> str:
    return (REFERENCE / f"{name}.md").read_text()


def mentioned(name: str, page: str) -> bool:
    return re.search(rf"`[^`\n]*\b{re.escape(name)}\b[^`\n]*`", text_of(page)) is not None


@pytest.mark.parametrize("name", models.__all__)
def test_public_model_is_in_the_reference(name):
    assert mentioned(name, "models")


@pytest.mark.parametrize("name", blocks.__all__)
def test_public_block_is_in_the_reference(name):
    assert mentioned(name, "blocks")


@pytest.mark.parametrize("name", blocks.BodyBlock.base_blocks)
def test_body_block_is_in_the_reference(name):
    assert f"| `{name}` |" in text_of("blocks")


@pytest.mark.parametrize("name", conf.DEFAULTS)
def test_setting_has_a_section_of_its_own(name):
    assert f"## `{name}`\n\nDefault `" in text_of("settings")


@pytest.mark.parametrize(
    "check_id",
    sorted(
        {
            each
            for path in (ROOT / "ketamine_pages").rglob("checks.py")
            for each in re.findall(r"ketamine_pages\.[EW]\d{3}", path.read_text())
        }
    ),
)
def test_check_id_is_in_the_reference(check_id):
    assert f"| `{check_id}` |" in text_of("checks")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_finding_is_in_the_reference_with_its_severity(rule):
    assert f"| `{rule.code}` | {rule.severity} |" in text_of("findings")


def test_reference_has_no_other_findings():
    listed = re.findall(r"^\| `([a-z-]+)` \|", text_of("findings"), re.M)
    assert sorted(listed) == sorted(rule.code for rule in RULES)


@pytest.mark.parametrize("name", rules.__all__)
def test_public_name_for_rules_is_in_the_reference(name):
    assert mentioned(name, "findings")


@pytest.mark.parametrize(
    "name",
    sorted(
        name
        for library in TAG_LIBRARIES
        for names in (library.register.tags, library.register.filters)
        for name in names
    ),
)
def test_template_tag_is_in_the_reference(name):
    assert mentioned(name, "templates")


@pytest.mark.parametrize(
    "name",
    sorted(
        path.stem
        for path in (ROOT / "ketamine_pages" / "management" / "commands").glob("*.py")
        if path.stem != "__init__"
    ),
)
def test_command_is_in_the_reference(name):
    assert f"## `{name}`" in text_of("commands")


SIGNALS = sorted(
    name
    for path in (ROOT / "ketamine_pages").rglob("*.py")
    for name in re.findall(r"^([a-z]\w*) = (?:\w+\.)?Signal\(", path.read_text(), re.M)
)


@pytest.mark.parametrize("name", SIGNALS)
def test_signal_is_in_the_reference(name):
    assert f"| `{name}` |" in text_of("signals")


def test_reference_has_no_other_signals():
    assert re.findall(r"^\| `(\w+)` \|", text_of("signals"), re.M) == SIGNALS


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_to_files_lead_somewhere(document):
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text())
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    missing = [target for target in local if not (document.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_python_in_the_documentation_parses(document):
    for example in re.findall(r"```python\n(.*?)```", document.read_text(), re.DOTALL):
        ast.parse(example.replace("…", "..."))


@pytest.mark.parametrize("library", TAG_LIBRARIES, ids=lambda module: module.__name__)
def test_tag_library_is_in_the_reference(library):
    name = library.__name__.rpartition(".")[2]
    assert re.search(rf"{{% load [^%]*\b{name}\b", text_of("templates"))


@pytest.mark.parametrize("name", schema_org.__all__)
def test_structured_data_builder_is_in_the_reference(name):
    assert mentioned(name, "structured-data")


# What the package had under another name stays in the changelog.
PRESENT = [path for path in DOCUMENTS if path.name != "CHANGELOG.md"]
PACKAGE = ROOT / "ketamine_pages"
FILES = {
    f"/{path.relative_to(ROOT).as_posix()}"
    for folder in (PACKAGE, ROOT / "example_site")
    for path in folder.rglob("*.*")
}
# Folders that the reader of an example has.
OF_THE_READER = ("includes/", "myapp/")


def named(pattern: str) -> list[str]:
    """What the documentation names that fits."""
    return sorted({name for path in PRESENT for name in re.findall(pattern, path.read_text())})


def imported_in_examples() -> list[str]:
    """What the examples import from the package, as dotted paths."""
    text = "\n".join(path.read_text() for path in PRESENT)
    imports = re.findall(r"^from (ketamine_pages[\w.]*) import (.+)$", text, re.M)
    return sorted({f"{module}.{name}" for module, names in imports for name in names.split(", ")})


@pytest.mark.parametrize("check_id", named(r"\bketamine_pages\.([EW]\d+)\b"))
def test_a_check_that_is_named_exists(check_id):
    assert f"| `ketamine_pages.{check_id}` |" in text_of("checks")


@pytest.mark.parametrize(
    "path",
    [*named(r"\bketamine_pages(?:\.(?![EW]\d)[A-Za-z]\w*)+"), *imported_in_examples()],
)
def test_a_dotted_path_that_is_named_can_be_imported(path):
    if path in {model._meta.label for model in apps.get_models()}:
        return
    try:
        import_module(path)
    except ModuleNotFoundError:
        module, _, name = path.rpartition(".")
        assert hasattr(import_module(module), name)


@pytest.mark.parametrize("name", named(r"(?<![\w:/.<>-])(?:[\w-]+/)*[\w-]+\.(?:css|html|js)\b"))
def test_a_template_or_stylesheet_that_is_named_exists(name):
    assert name.startswith(OF_THE_READER) or any(path.endswith(f"/{name}") for path in FILES)


@pytest.mark.parametrize("name", named(r"`((?:\w+/)+)`"))
def test_a_folder_that_is_named_exists(name):
    places = (ROOT, PACKAGE, PACKAGE / "templates" / "ketamine_pages")
    assert any((place / name).is_dir() for place in places)


def test_the_code_sends_its_readers_to_documents_that_exist():
    text = "\n".join(path.read_text() for path in PACKAGE.rglob("*.py"))
    documents = set(re.findall(r"docs/[\w/-]+\.md", text))
    assert "docs/reference/checks.md" in documents
    assert [name for name in documents if not (ROOT / name).exists()] == []
