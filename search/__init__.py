"""Finds quotations and photographs: a query in users' words goes in, ids come out.

`SearchService` is the room's door. Behind it a Whoosh index follows the catalogue's journal;
whatever the index has not read yet, or cannot tell because it is missing or damaged, is looked up
in the catalogue itself, so an answer is always right for the catalogue as it is now.
"""

from search.errors import QueryError, SlowSearch
from search.results import Answer, Order, Scope
from search.service import SearchService

__all__ = ["Answer", "Order", "QueryError", "Scope", "SearchService", "SlowSearch"]
