"""The documentation leads nowhere wrong, and the workflows keep to what they promise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.project import source
from tools.docs.markdown import anchor

LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^(`{3,}).*?^\1\s*$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
PINNED = re.compile(r"[\w./-]+@[0-9a-f]{40}")


def prose(path: Path) -> str:
    """A page without its blocks of code."""
    return FENCE.sub("", path.read_text(encoding="utf-8"))


def pages() -> Iterator[Path]:
    """Every page of the documentation."""
    yield from sorted(source().glob("*.md"))
    yield from sorted((source() / "docs").rglob("*.md"))


@pytest.mark.parametrize("path", [*pages()], ids=lambda path: str(path.relative_to(source())))
def test_links_lead_to_files_and_headings_that_are_there(path: Path) -> None:
    for link in LINK.findall(prose(path)):
        if "://" in link:
            continue
        name, _, wanted = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.exists(), link
        if wanted:
            assert wanted in {anchor(found) for found in HEADING.findall(prose(target))}, link


def test_every_page_of_the_documentation_can_be_reached() -> None:
    reached, waiting = set(), [source() / "README.md", source() / "docs" / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md" or not page.is_file():
            continue
        reached.add(page)
        links = [link.partition("#")[0] for link in LINK.findall(prose(page)) if "://" not in link]
        waiting.extend((page.parent / link).resolve() for link in links if link)
    assert [
        page for page in pages() if page.resolve() not in {one.resolve() for one in reached}
    ] == []


def test_decision_records_have_their_three_parts_and_their_length() -> None:
    for path in sorted((source() / "docs" / "decisions").glob("0*.md")):
        text = path.read_text(encoding="utf-8")
        assert HEADING.findall(text)[1:] == ["Context", "Decision", "Consequences"], path
        assert 20 <= len(text.splitlines()) <= 35, path


@pytest.mark.parametrize("name", ["ci.yml", "self.yml"])
def test_workflows_may_only_read_and_use_pinned_actions(name: str) -> None:
    workflow = yaml.safe_load(
        (source() / ".github" / "workflows" / name).read_text(encoding="utf-8")
    )
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        assert "permissions" not in job
        assert job["timeout-minutes"] <= 20
        for step in job["steps"]:
            used = step.get("uses", "./")
            assert used == "./" or PINNED.fullmatch(used), used
            assert "${{" not in step.get("run", "")
