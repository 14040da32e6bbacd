"""What reading one file may cost a process: seconds of the processor, and memory.

To be set in the worker process that reads files, never in the one that holds the window: a process
over its seconds is ended by the system, in the middle of whatever C code it hangs in. Memory over
the limit is refused, which Python shows as MemoryError. Where the system keeps no such limits
(Windows; for memory also macOS), nothing is set, and whoever started the worker must watch it.
"""

from __future__ import annotations

import sys
from pathlib import Path

CPU_SECONDS = 10
MEMORY = 1024**3

OUT_OF_MEMORY = 77
"""The code with which a process ends that was refused memory where nobody could answer for it."""

_LONG = 250_000
_A_SECOND = 50_000
"""Characters that are searched for quotations in a second of a slow processor."""


def limit_memory(size: int = MEMORY) -> None:
    """Let this process take at most `size` bytes more of address space than it has now."""
    if sys.platform != "linux":
        return  # macOS knows the limit and does not keep it
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _address_space() + size
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


def limit_seconds(seconds: int = CPU_SECONDS) -> None:
    """Let this process use at most `seconds` of the processor from now on; call it for each file.

    A process that goes on is ended with SIGXCPU.
    """
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = int(used.ru_utime + used.ru_stime) + 1 + seconds
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (wanted, hard))
    # The system would write a gigabyte of memory beside the user's files.
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def allow_for_length(characters: int) -> None:
    """Give a process whose seconds are limited more of them to search a text as long as a book."""
    if sys.platform == "win32" or characters <= _LONG:
        return
    import resource

    if resource.getrlimit(resource.RLIMIT_CPU)[0] != resource.RLIM_INFINITY:
        limit_seconds(CPU_SECONDS + characters // _A_SECOND)


def ended_by_limit(exit_code: int | None) -> bool:
    """Whether a process that ended so used up its seconds, or its memory."""
    if exit_code == OUT_OF_MEMORY:
        return True
    if sys.platform == "win32" or exit_code is None:
        return False
    import signal

    return exit_code in (-signal.SIGXCPU, -signal.SIGKILL)


def _address_space() -> int:
    """Return what this process has reserved; libraries alone are some hundred megabytes."""
    with Path("/proc/self/statm").open(encoding="ascii") as file:
        pages = int(file.read().split()[0])
    import resource

    return pages * resource.getpagesize()
