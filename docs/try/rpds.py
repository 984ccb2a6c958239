"""The persistent collections that `referencing` 0.35 and later uses, without Rust.

`rpds-py` has no wheel for Pyodide at PyPI. The page only needs the methods that `referencing` calls:
each returns a new collection, so that a copy takes as long as the collection is large.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class HashTrieMap(Mapping[K, V], Generic[K, V]):
    """A map that does not change."""

    def __init__(self, values: Mapping[K, V] | Iterable[tuple[K, V]] = ()) -> None:
        self._values = dict(values)

    @classmethod
    def convert(cls, values: Any) -> HashTrieMap[K, V]:
        """Return the values as a map; a map is returned as it is."""
        return values if isinstance(values, cls) else cls(values)

    def __getitem__(self, key: K) -> V:
        """Return the value of a key."""
        return self._values[key]

    def __iter__(self) -> Iterator[K]:
        """Yield the keys."""
        return iter(self._values)

    def __len__(self) -> int:
        """Return the number of keys."""
        return len(self._values)

    def __hash__(self) -> int:
        """Return a hash of the pairs."""
        return hash(frozenset(self._values.items()))

    def insert(self, key: K, value: V) -> HashTrieMap[K, V]:
        """Return the map with one more pair."""
        return HashTrieMap({**self._values, key: value})

    def update(self, *others: Mapping[K, V], **values: V) -> HashTrieMap[K, V]:
        """Return the map with the pairs of others."""
        merged: dict[Any, Any] = dict(self._values)
        for other in (*others, values):
            merged.update(other)
        return HashTrieMap(merged)

    def remove(self, key: K) -> HashTrieMap[K, V]:
        """Return the map without a key; raise `KeyError` if it has none."""
        values = dict(self._values)
        del values[key]
        return HashTrieMap(values)


class HashTrieSet(frozenset[K]):
    """A set that does not change."""

    def insert(self, value: K) -> HashTrieSet[K]:
        """Return the set with one more value."""
        return HashTrieSet(self | {value})

    def discard(self, value: K) -> HashTrieSet[K]:
        """Return the set without a value."""
        return HashTrieSet(self - {value})

    def update(self, *others: Iterable[K]) -> HashTrieSet[K]:
        """Return the set with the values of others."""
        return HashTrieSet(self.union(*others))


class List(tuple[V, ...]):
    """A list that does not change."""

    __slots__ = ()

    def push_front(self, value: V) -> List[V]:
        """Return the list with one more value in front."""
        return List((value, *self))
