"""A damaged byte is never used."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.codec.files import BLOCK, ArrayFile, DamagedIndexError, write_array_file

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
