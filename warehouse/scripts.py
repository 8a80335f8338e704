"""Folder and name in, SQL text out: every statement of the warehouse lives in a packaged .sql file."""

from functools import cache
from importlib.resources import files

from warehouse.errors import QueryError


@cache
def find_scripts(folder: str) -> tuple[str, ...]:
    """The names (without .sql) in a folder of this package, in the order of the files."""
    entries = files("warehouse").joinpath(folder).iterdir()
    return tuple(sorted(e.name.removesuffix(".sql") for e in entries if e.name.endswith(".sql")))


@cache
def read_script(folder: str, name: str) -> str:
    """The text of one script; an unknown name is an error that lists the known ones."""
    if name not in find_scripts(folder):
        raise QueryError(name, f"no such script in {folder}; known: {', '.join(find_scripts(folder))}")
    return files("warehouse").joinpath(f"{folder}/{name}.sql").read_text(encoding="utf-8")
