"""What a segment keeps of each document: field lengths, columns, stored values and vectors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate, chain

import numpy as np

from search.codec.columns import StoredColumn, read_column
from search.codec.files import Array, ArrayFile, CheckedArray, Facts


@dataclass(frozen=True, eq=False)
class Records:
    """A run of bytes for each document, one after the other; empty where there is none."""

    data: CheckedArray
    starts: CheckedArray

    @classmethod
    def of(cls, records: Iterable[bytes]) -> Records:
        """Put records together, one for each document."""
        listed = list(records)
        starts = np.array(list(accumulate(chain((0,), map(len, listed)))), dtype=np.uint64)
        data = np.frombuffer(b"".join(listed), dtype=np.uint8)
        return cls(CheckedArray(data), CheckedArray(starts))

    def __getitem__(self, number: int) -> bytes:
        start, stop = self.starts.part(number, number + 2).tolist()
        return bytes(self.data.part(start, stop).data)


@dataclass(frozen=True, eq=False)
class Documents:
    """The documents of a segment, deleted ones included.

    `lengths` are rounded to bytes, `totals` are the exact sums of lengths, both for the fields that
    score.
    """

    count: int
    lengths: dict[str, CheckedArray] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)
    columns: dict[str, StoredColumn] = field(default_factory=dict)
    stored: Records | None = None
    vectors: dict[str, Records] = field(default_factory=dict)

    def facts(self) -> Facts:
        """Say what no array says."""
        return {
            "documents": self.count,
            "totals": self.totals,
            "columns": {name: column.kind for name, column in self.columns.items()},
            "vectors": list(self.vectors),
        }

    def arrays(self) -> Iterable[tuple[str, Array]]:
        """Name the arrays for a file."""
        for name, lengths in self.lengths.items():
            yield f"lengths/{name}", lengths.whole()
        for name, column in self.columns.items():
            for part, array in column.arrays():
                yield f"columns/{name}/{part}", array
        for name, records in self._records():
            yield f"{name}/data", records.data.whole()
            yield f"{name}/starts", records.starts.whole()

    def _records(self) -> Iterable[tuple[str, Records]]:
        if self.stored is not None:
            yield "stored", self.stored
        for name, vectors in self.vectors.items():
            yield f"vectors/{name}", vectors

    @classmethod
    def read(cls, file: ArrayFile) -> Documents:
        """Read what `facts` and `arrays` wrote."""
        facts = file.facts
        return cls(
            count=facts["documents"],
            lengths={name: file[f"lengths/{name}"] for name in facts["totals"]},
            totals=facts["totals"],
            columns={
                name: read_column(file, name, kind) for name, kind in facts["columns"].items()
            },
            stored=_read_records(file, "stored") if "stored/data" in file else None,
            vectors={name: _read_records(file, f"vectors/{name}") for name in facts["vectors"]},
        )


def _read_records(file: ArrayFile, name: str) -> Records:
    return Records(file[f"{name}/data"], file[f"{name}/starts"])
