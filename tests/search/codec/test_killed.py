"""Nothing that was acknowledged is lost when the writing process is killed.

Four kills each time; ONRECORD_KILLS asks for more.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from whoosh import fields, query

from search.codec.store import Store
from search.evaluate.evaluation import Evaluation

KILLS = int(os.environ.get("ONRECORD_KILLS", "4"))
SCHEMA = fields.Schema(text=fields.TEXT(phrase=True), kind=fields.ID())

WRITER = """
import sys
from pathlib import Path
import numpy as np
from whoosh import fields
from search.build.growing import Growing
from search.codec.store import Store

schema = fields.Schema(text=fields.TEXT(phrase=True), kind=fields.ID())
growing = Growing(Store(Path(sys.argv[1]), schema), schema)
nothing = np.empty(0, dtype=np.int64)
done = growing.store.facts["done"]


def document(number):
    return {"text": f"flood number n{number}", "kind": "odd" if number % 2 else "even"}


while True:
    for count in (40, 2, 2):
        numbers = range(done, done + count)
        done += count
        growing.commit({"done": done}, map(document, numbers), nothing)
        print(done, flush=True)
"""


def test_a_killed_writer_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    Store.create(tmp_path, SCHEMA, {"done": 0})
    chance = random.Random(3)
    here = Path(__file__).resolve().parents[3]
    for _ in range(KILLS):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)],
            env={**os.environ, "PYTHONPATH": str(here)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout is not None
        said = writer.stdout.readline()
        time.sleep(chance.uniform(0, 0.3))
        writer.kill()
        acknowledged = int((said + writer.communicate()[0]).split()[-1])

        store = Store(tmp_path, SCHEMA)

        store.verify()
        done = store.facts["done"]
        assert done >= acknowledged
        assert store.count == done
        evaluation = Evaluation(store.searcher)
        assert evaluation.count(query.Term("text", "flood")) == done
        assert evaluation.count(query.Term("kind", "odd")) == done // 2
