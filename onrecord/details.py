"""Quotations with all their evidence, fetched an article at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from db import Catalogue
from db.rows import QuotationDetail

_PAGE = 500


def details_of(catalogue: Catalogue, ids: Sequence[int]) -> Iterator[QuotationDetail]:
    """Yield each quotation's detail in the order asked; unknown ids are left out.

    Neighbours in reading order stand in the same article, which is then asked for once.
    """
    for begin in range(0, len(ids), _PAGE):
        rows = catalogue.quotations(ids[begin : begin + _PAGE])
        for article, together in groupby(rows, key=lambda row: row.article_id):
            wanted = [row.id for row in together]
            if len(wanted) == 1:
                yield catalogue.quotation(wanted[0])
                continue
            known = {detail.row.id: detail for detail in catalogue.article_quotations(article)}
            for id_ in wanted:
                yield known.get(id_) or catalogue.quotation(id_)
