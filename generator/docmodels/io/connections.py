"""Open http and https connections to addresses that were checked before.

A name is resolved once, so that the address which is connected to is the one that was checked. A
connection is shut down at its deadline: a timeout of Python limits only the time until the next byte.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from threading import Timer
from typing import Any, Final
from urllib import request

PORTS: Final = {"http": 80, "https": 443}
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_LOCAL_NAT64: Final = ipaddress.ip_network("64:ff9b:1::/48")
_IPV4_COMPATIBLE: Final = ipaddress.ip_network("::/96")

Address = tuple[str, int]
"""An IP address and a port."""


def resolve(host: str, port: int) -> tuple[Address, ...]:
    """Return the addresses of a host; none for a name that does not resolve here, which a proxy may
    resolve."""
    try:
        entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(dict.fromkeys((str(entry[4][0]), port) for entry in entries))


def is_public(address: Address) -> bool:
    """Whether an address is one of the internet (RFC 6890), and so is an IPv4 address inside it."""
    try:
        ip = ipaddress.ip_address(address[0].partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.is_site_local or ip in _LOCAL_NAT64:
            return False
        embedded = _embedded_ipv4(ip)
        if embedded is not None:
            return embedded.is_global and not embedded.is_multicast
    return ip.is_global and not ip.is_multicast


def _embedded_ipv4(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that packets to an IPv6 address may reach (RFC 4291, 3056, 6052)."""
    if ip in _NAT64 or ip in _IPV4_COMPATIBLE:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


class _LimitedConnection(HTTPConnection):
    """A connection that adds its socket to `sockets` before it waits for a response."""

    sockets: list[socket.socket]

    def getresponse(self) -> HTTPResponse:
        self.sockets.append(self.sock)
        return super().getresponse()


class _LimitedTlsConnection(HTTPSConnection, _LimitedConnection):
    """As `_LimitedConnection`."""


class _PinnedConnection(_LimitedConnection):
    """A connection to one of some addresses, whatever the name of its host resolves to now."""

    addresses: Sequence[Address] = ()

    def connect(self) -> None:
        error = OSError("the name of the server does not resolve")
        for address in self.addresses:
            try:
                self.sock = socket.create_connection(address, self.timeout)
            except OSError as failure:
                error = failure
            else:
                return
        raise error


class _PinnedTlsConnection(HTTPSConnection, _PinnedConnection):
    """As `_PinnedConnection`; the certificate is that of the host's name."""


class _PinnedHandler(request.HTTPHandler, request.HTTPSHandler):
    """Opens connections to `addresses`, and to the proxy of a request without a check."""

    def __init__(self, netloc: str, addresses: Sequence[Address]) -> None:
        super().__init__()
        self._netloc = netloc
        self._addresses = addresses
        self._sockets: list[socket.socket] = []

    def shut_down(self) -> None:
        """End all waiting: what is read then is the end of the response."""
        for open_socket in self._sockets:
            with suppress(OSError):
                socket.socket.shutdown(open_socket, socket.SHUT_RDWR)

    def http_open(self, req: request.Request) -> HTTPResponse:
        return self._open(_PinnedConnection, _LimitedConnection, req)

    def https_open(self, req: request.Request) -> HTTPResponse:
        return self._open(_PinnedTlsConnection, _LimitedTlsConnection, req)

    def _open(
        self,
        pinned: type[_PinnedConnection],
        plain: type[_LimitedConnection],
        req: request.Request,
    ) -> HTTPResponse:
        def connection(host: str, **options: Any) -> HTTPConnection:
            kind = pinned if req.host == self._netloc else plain
            result = kind(host, **options)
            result.sockets = self._sockets
            if isinstance(result, _PinnedConnection):
                result.addresses = self._addresses
            return result

        return self.do_open(connection, req)


@contextmanager
def open_url(
    url: str, netloc: str, addresses: Sequence[Address], deadline: float
) -> Generator[Any, None, None]:
    """Send a request and yield the response, which ends at the deadline: no files, no redirects.

    Raises `OSError` and `HTTPException`; `HTTPError` for a response that is not a success.
    """
    opener = request.OpenerDirector()
    connections = _PinnedHandler(netloc, addresses)
    for handler in (
        request.ProxyHandler(),
        connections,
        request.HTTPDefaultErrorHandler(),
        request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    headers = {"User-Agent": "docmodels", "Accept": "application/json, application/yaml, */*;q=0.5"}
    timeout = max(deadline - time.monotonic(), 0.1)
    http_request = request.Request(url, headers=headers)  # noqa: S310  the caller checks the scheme
    timer = Timer(timeout, connections.shut_down)
    timer.daemon = True
    timer.start()
    try:
        with opener.open(http_request, timeout=timeout) as response:
            yield response
    finally:
        timer.cancel()
