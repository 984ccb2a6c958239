"""Unique names of the types of Kubernetes APIs: pages repeat a name for each version of an API."""

from __future__ import annotations

from collections.abc import Collection


def unused_name(name: str, package: str, used: Collection[str]) -> str:
    """Return a name that is not in `used`: with the version, then with the group, in front of it.

    `package` is the API group and version, `zoo.example.org/v1`.
    """
    group, _, version = package.rpartition("/")
    version = f"{version[:1].upper()}{version[1:]}"
    for candidate in (
        name,
        f"{version}{name}",
        f"{group.partition('.')[0].title()}{version}{name}",
    ):
        if candidate not in used:
            return candidate
    number = 2
    while f"{name}{number}" in used:
        number += 1
    return f"{name}{number}"
