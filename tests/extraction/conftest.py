from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from extraction import Document, Findings
from extraction import extract as extract_document
from extraction.known import NOTHING_KNOWN, Known

Extract = Callable[..., Findings]


@pytest.fixture(scope="session")
def extract() -> Extract:
    """Return what extraction finds in a string."""

    def findings(
        text: str, *, published_on: date | None = None, known: Known = NOTHING_KNOWN
    ) -> Findings:
        document = Document("page.txt", text, "0" * 64, "text/plain", published_on=published_on)
        return extract_document(document, known)

    return findings
