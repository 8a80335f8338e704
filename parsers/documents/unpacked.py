"""A document of any kind in, one that is a text or a page out: PDF and mail give way to what they say."""

from parsers.records import Document


def as_readable(document: Document) -> Document:
    """The text of a PDF or a mail with what it says of itself, or ParseError; texts and pages as they are."""
    if document.media_type == "application/pdf":
        from parsers.documents.pdfs import read_pdf

        return read_pdf(document)
    if document.media_type == "message/rfc822":
        from parsers.documents.mails import read_mail

        return read_mail(document)
    return document
