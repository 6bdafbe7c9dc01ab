"""The reference names everything public, and every link in the documentation leads somewhere."""

import ast
import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest

from ketamine_pages import blocks, checks, conf, models, schema_org
from ketamine_pages.enquiries import checks as enquiry_checks
from ketamine_pages.rules import findings

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


# Other modules there are what the libraries are made of.
TAG_LIBRARIES = [
    import_module(f"ketamine_pages.templatetags.{path.stem}")
    for path in sorted((ROOT / "ketamine_pages" / "templatetags").glob("ketamine_pages_*.py"))
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
            for module in (checks, enquiry_checks)
            for each in re.findall(r"ketamine_pages\.[EW]\d{3}", inspect.getsource(module))
        }
    ),
)
def test_check_id_is_in_the_reference(check_id):
    assert f"| `{check_id}` |" in text_of("checks")


@pytest.mark.parametrize("code", findings.Code)
def test_finding_is_in_the_reference_with_its_severity(code):
    severity = findings.DEFAULT_SEVERITIES[code]
    assert f"| `{code}` | {severity} |" in text_of("findings")


def test_reference_has_no_other_findings():
    assert set(re.findall(r"^\| `([a-z-]+)` \|", text_of("findings"), re.M)) == set(findings.Code)


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
