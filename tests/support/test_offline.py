"""The run refuses every socket but the loopback and local ones."""

import socket

import pytest

from tests.offline import NetworkRefused, is_local


def test_foreign_address_is_refused():
    with socket.socket() as plug, pytest.raises(NetworkRefused):
        plug.connect(("192.0.2.1", 80))


def test_foreign_name_is_refused():
    with pytest.raises(NetworkRefused):
        socket.getaddrinfo("example.org", 80)


def test_datagram_is_refused():
    with socket.socket(type=socket.SOCK_DGRAM) as plug, pytest.raises(NetworkRefused):
        plug.sendto(b"x", ("192.0.2.1", 53))


def test_loopback_is_open():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "LOCALHOST"])
def test_local_hosts(host):
    assert is_local(host)


@pytest.mark.parametrize("host", ["10.0.0.1", "0.0.0.0", "localhost.example.org", "fe80::1%eth0"])
def test_other_hosts(host):
    assert not is_local(host)
