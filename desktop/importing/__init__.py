"""Files on their way in: a process of its own, its progress and its account."""
