"""A damaged byte is never used."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.codec.files import (
    BLOCK,
    ArrayFile,
    DamagedIndexError,
    let_go_of_pages,
    write_array_file,
)

ARRAYS = {
    "small": np.arange(100, dtype=np.uint32),
    "large": np.arange(BLOCK, dtype=np.uint32),
    "empty": np.empty(0, dtype=np.float64),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("files") / "arrays"
    write_array_file(path, ARRAYS, {"made": "here"})
    return path


def test_arrays_come_back_as_they_were(written: Path) -> None:
    file = ArrayFile.map(written)

    assert file.facts == {"made": "here"}
    for name, array in ARRAYS.items():
        assert file[name].whole().tolist() == array.tolist()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is asked to let go")
def test_pages_that_are_let_go_of_leave_the_process_and_are_read_again(tmp_path: Path) -> None:
    numbers = np.arange(1 << 22, dtype=np.uint32)
    write_array_file(tmp_path / "arrays", {"numbers": numbers}, {})
    kept = ArrayFile.map(tmp_path / "arrays")["numbers"].whole()
    assert (kept == numbers).all()
    held = mapped_pages()

    let_go_of_pages()

    assert mapped_pages() < held - 4000, "16 MiB are 4,096 pages"
    assert (kept == numbers).all()


def mapped_pages() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[2])


@given(place=st.integers(min_value=0), bit=st.integers(0, 7), cut=st.booleans())
@settings(max_examples=300, deadline=None)
def test_no_damage_goes_unnoticed(written: Path, place: int, bit: int, cut: bool) -> None:
    data = bytearray(written.read_bytes())
    place %= len(data)
    if cut:
        del data[place:]
    else:
        data[place] ^= 1 << bit

    try:
        file = ArrayFile(memoryview(bytes(data)), "arrays")
        read = {name: file[name].whole().tolist() for name in ARRAYS}
    except DamagedIndexError:
        return
    pytest.fail(f"damage at {place} went unnoticed, {read.keys()} were read")


def test_a_damaged_block_is_noticed_when_it_is_touched_and_not_before(written: Path) -> None:
    data = bytearray(written.read_bytes())
    file = ArrayFile(memoryview(data), "arrays")
    data[data.index(np.arange(BLOCK // 2, BLOCK // 2 + 4, dtype=np.uint32).tobytes())] ^= 1

    assert file["large"].part(0, 10).tolist() == list(range(10))
    with pytest.raises(DamagedIndexError, match="“arrays” is damaged"):
        file["large"].part(BLOCK // 2, BLOCK // 2 + 4)


def test_another_file_in_its_place_is_noticed(written: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    checksum = write_array_file(other, {"small": np.arange(7)}, {})

    with pytest.raises(DamagedIndexError, match="another file"):
        ArrayFile.map(written, checksum=checksum)
    with pytest.raises(DamagedIndexError, match="cannot be read"):
        ArrayFile.map(tmp_path / "lost")
