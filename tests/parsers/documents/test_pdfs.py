"""A PDF becomes an article; one that cannot be read is one sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

from parsers.documents.pdfs import as_paragraphs, read_pdf
from parsers.errors import ParseError
from parsers.records import Document
from tests.factories import a_pdf

ROOT = Path(__file__).parents[3]


def a_document(body: bytes) -> Document:
    return Document(source="s", name="sitrep.pdf", media_type="application/pdf", body=body)


def code_of(body: bytes) -> str:
    with pytest.raises(ParseError) as caught:
        read_pdf(a_document(body))
    assert str(caught.value).startswith("sitrep.pdf: ")
    return caught.value.code


def test_the_text_of_a_pdf_is_read_and_its_day_is_not_made_up() -> None:
    document = read_pdf(a_document(a_pdf("The Taliban captured Khost.", "Residents said so.")))
    assert document.body.decode() == "The Taliban captured Khost. Residents said so."
    assert (document.media_type, document.known.published) == ("text/plain", None)


def test_lines_become_paragraphs_and_broken_words_whole() -> None:
    page = (
        "SITUATION REPORT\nThe insurgents captured the provincial capi-\ntal on Sunday after a night of fighting, and\n"
        "residents left.\nIn the north nothing changed, according to the\nmonitors.\n"
    )
    assert as_paragraphs(page).split("\n\n") == [
        "SITUATION REPORT",
        "The insurgents captured the provincial capital on Sunday after a night of fighting, and residents left.",
        "In the north nothing changed, according to the monitors.",
    ]


def test_what_is_no_readable_pdf_says_why() -> None:
    assert code_of(b"%PDF-1.7\nnothing else") == "pdf"
    assert code_of(b"") == "pdf"
    assert code_of(a_pdf()) == "empty"
    assert code_of(locked(a_pdf("Secret."))) == "encrypted"


def locked(body: bytes) -> bytes:
    import io

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(body)))
    writer.encrypt("hush", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_without_the_extra_a_pdf_is_rejected_in_one_sentence(tmp_path: Path) -> None:
    """A folder before all others on the path hides pypdf, as where it is not installed."""
    hidden = tmp_path / "hidden" / "pypdf.py"
    hidden.parent.mkdir()
    hidden.write_text("raise ImportError('not installed')", encoding="utf-8")
    (tmp_path / "a.pdf").write_bytes(a_pdf("The Taliban captured Khost."))
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "extract", str(tmp_path / "a.pdf")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{hidden.parent}:{ROOT}"},
        timeout=60,
    )
    assert done.returncode == 1
    (said,) = done.stderr.splitlines()
    assert "pip install 'frontwire[pdf]'" in said
    assert "(extra)" in said
