"""What all workers need, loaded once, by the server that they are forked from.

Importing this is its whole effect, and only that server does it (`onrecord.workers`): it would take
the signal and the collector of any other process for its own.
"""

from __future__ import annotations

import gc
import os
import signal

from onrecord.examining import load_readers

# Ctrl+C reaches every process of the terminal; the caller decides when to stop.
signal.signal(signal.SIGINT, signal.SIG_IGN)

# There is a worker for each processor: threads of numpy's own would only stand in their way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

load_readers()

# A worker's first collection would touch, and so copy, every page that it shares with the others.
gc.collect()
gc.freeze()
