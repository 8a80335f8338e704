"""The import rules of docs/architecture.md, read off the source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FORBIDDEN = {
    "parsers": {"flows", "warehouse", "duckdb", "prefect", "httpx", "logging.handlers", "socket", "requests"},
    "warehouse": {"flows", "parsers", "prefect", "httpx", "spacy"},
}
TRAINING = ROOT / "parsers" / "training"


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def breaches(folder: str, forbidden: set[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        for name in imports_of(path)
        if name in forbidden or name.split(".")[0] in forbidden
    ]


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_a_room_imports_only_what_it_may(folder: str) -> None:
    assert breaches(folder, FORBIDDEN[folder]) == []


def test_training_is_never_imported_at_run_time() -> None:
    found = [
        f"{path.relative_to(ROOT)} imports {name}"
        for folder in ("flows", "parsers", "warehouse")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if TRAINING not in path.parents
        for name in imports_of(path)
        if name.startswith(("parsers.training", "torch", "transformers"))
    ]
    assert found == []


def test_only_flows_read_the_clock() -> None:
    found = [
        str(path.relative_to(ROOT))
        for folder in ("parsers", "warehouse")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if any(
            call in path.read_text(encoding="utf-8") for call in ("datetime.now(", "datetime.utcnow(", "date.today(")
        )
    ]
    assert found == []


def test_the_top_level_holds_only_what_it_may() -> None:
    may = {"flows", "parsers", "warehouse", "tests", "seeds", "docs"}
    here = {
        p.name
        for p in ROOT.iterdir()
        if p.is_dir() and not p.name.startswith((".", "__")) and p.name not in ("data", "dist", "build", "site")
    }
    assert here <= may


def test_the_walk_sees_a_breach(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("import duckdb\nfrom flows.fetch import fetch\n")
    assert {n.split(".")[0] for n in imports_of(bad)} == {"duckdb", "flows"}
