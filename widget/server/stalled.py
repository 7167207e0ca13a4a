"""Ends connections whose visitors began a request and then fell silent. Knows sockets and Linux; no request.

A WSGI server hands over no socket, so these are found by what the kernel says of each connection: something came, it
has been silent since then, and nothing was answered. Where the kernel does not say that, none is found.
"""

import os
import socket
import stat
import struct
from collections.abc import Iterator
from contextlib import closing, suppress
from ipaddress import ip_address

_LAST_DATA_SENT, _LAST_DATA_RECEIVED = 44, 52
"""Places of two numbers in `struct tcp_info` of linux/tcp.h, which grows at its end alone. Milliseconds."""
_TCP_INFO_SIZE = 104


def stalled(address: str, seconds: float) -> list[socket.socket]:
    """Copies of this process's connections from `address` that are silent for `seconds` in the middle of a request.

    The caller closes them, which closes the copies alone.
    """
    silent: list[socket.socket] = []
    for found in _connections(address):
        if _is_stalled(found, seconds):
            silent.append(found)
        else:
            found.close()
    return silent


def end_receiving(connections: list[socket.socket]) -> None:
    """Let what reads from these connections find their end; what is still to be sent is sent. Closes the copies."""
    for connection in connections:
        with closing(connection), suppress(OSError):
            connection.shutdown(socket.SHUT_RD)


def _connections(address: str) -> Iterator[socket.socket]:
    wanted = _plain(address)
    # All are looked up before the first is copied: a copy would be found as well.
    for descriptor in list(_sockets()) if wanted else ():
        try:
            found = socket.socket(fileno=os.dup(descriptor))
        except OSError:  # closed since
            continue
        if _peer(found) == wanted:
            yield found
        else:
            found.close()


def _sockets() -> Iterator[int]:
    """The descriptors of this process that are sockets."""
    for name in os.listdir("/dev/fd"):
        with suppress(OSError):
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                yield int(name)


def _peer(connection: socket.socket) -> str:
    """The address at the other end; empty where there is none."""
    if connection.family not in {socket.AF_INET, socket.AF_INET6} or connection.type != socket.SOCK_STREAM:
        return ""
    try:
        return _plain(connection.getpeername()[0])
    except OSError:
        return ""


def _plain(address: str) -> str:
    """One spelling for each address: a socket for both families calls 192.0.2.1 ::ffff:192.0.2.1."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    return str(getattr(found, "ipv4_mapped", None) or found)


def _is_stalled(connection: socket.socket, seconds: float) -> bool:
    try:
        info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO_SIZE)
        (sent,), (received,) = (struct.unpack_from("I", info, at) for at in (_LAST_DATA_SENT, _LAST_DATA_RECEIVED))
    except (OSError, AttributeError, struct.error):
        return False
    return bool(received >= seconds * 1000 and sent >= received)
