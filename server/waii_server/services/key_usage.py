"""When each key was last used, noted without a write for every call."""

from waii_server.domain import clock
from waii_server.services.write_behind import WriteBehind
from waii_server.storage.database import Database

_STORED_AT_ONCE = 500


class KeyUsage(WriteBehind):
    """Remembers uses in memory and stores them now and then, all at once.

    Args:
        interval: seconds between two times of storing; what a crash loses is at most this much.
    """

    def __init__(self, database: Database, interval: float = 60.0) -> None:
        super().__init__("last uses of keys", interval)
        self._database = database
        self._last_used: dict[str, int] = {}

    def used(self, key_id: str) -> None:
        # One assignment to a dict: atomic, and cheap enough for every call.
        self._last_used[key_id] = clock.now()

    def _store(self) -> None:
        # Emptied bit by bit, not copied: a call that was reading the attribute just now may still
        # write into it, and it may be large.
        current, self._last_used = self._last_used, {}
        part: dict[str, int] = {}
        try:
            while current:
                # Other writers come in between. And many servers note uses of the same keys at the
                # same time: none of them is to lose a race.
                part = dict(current.popitem() for _ in range(min(len(current), _STORED_AT_ONCE)))
                with self._database.write(in_turn=True) as transaction:
                    held = transaction.access_keys.record_uses(part)
                    transaction.commit(None)
                part = held
                # Who holds these may want what would be held here: nothing is, while one waits.
                for key_id, used_at in held.items():
                    with self._database.write(in_turn=True) as transaction:
                        transaction.access_keys.record_use(key_id, used_at)
                        transaction.commit(None)
        except Exception:
            for key_id, used_at in (part | current).items():
                self._last_used.setdefault(key_id, used_at)  # what came since is later
            raise
