"""No test may reach another machine: the run refuses every socket but the loopback and local ones."""

import ipaddress
import sys
from typing import Any

LOCAL_NAMES = {"localhost", "localhost.localdomain", "ip6-localhost", ""}


class NetworkRefused(RuntimeError):
    """A test tried to reach another machine."""


def refuse_network() -> None:
    """From now on, in this process; Python has no way back, and none is wanted."""
    sys.addaudithook(_watch)


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"):
        address = arguments[1]
        # Local sockets have a path for an address; internet ones a tuple that begins with the host.
        if isinstance(address, tuple) and address and isinstance(address[0], str) and not is_local(address[0]):
            raise NetworkRefused(f"a test tried to reach {address[0]}; tests work without a network")
    elif event == "socket.getaddrinfo":
        host = arguments[0]
        host = host.decode() if isinstance(host, bytes) else host
        if host is not None and not is_local(host):
            raise NetworkRefused(f"a test tried to look up {host}; tests work without a network")


def is_local(host: str) -> bool:
    if host.lower() in LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False
