"""Where a server listens: names become addresses, links can be followed, and no two parts have one port."""

import socket

import pytest

from tests.servers.hosts import free_port
from widget.server.addresses import AddressError, ListeningPlace, listening_address, listening_faults, web_origin

EVERY_IPV4 = "0.0.0.0"  # noqa: S104 (a test)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("localhost", "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("0", EVERY_IPV4),
        ("::1", "::1"),
        ("[::1]", "::1"),
        ("::", "::"),
    ],
)
def test_a_host_is_turned_into_the_address_that_it_stands_for(host: str, address: str) -> None:
    assert listening_address(host) == address


@pytest.mark.parametrize("host", ["no-such-host.invalid", "", "a..b", "a" * 70, "[::1", "::1]", "1.2.3.4:80"])
def test_a_host_that_is_none_is_refused_in_a_sentence(host: str) -> None:
    with pytest.raises(AddressError, match="does not know the address"):
        listening_address(host)


def test_an_address_of_one_network_alone_is_refused_in_a_sentence() -> None:
    with pytest.raises(AddressError, match="cannot listen at fe80::1%"):
        listening_address(f"fe80::1%{socket.if_nameindex()[0][1]}")


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("10.0.0.5", "http://10.0.0.5:80"),
        (EVERY_IPV4, "http://127.0.0.1:80"),
        ("::", "http://localhost:80"),
        ("::1", "http://[::1]:80"),
    ],
)
def test_a_link_has_an_address_that_a_browser_can_ask(address: str, origin: str) -> None:
    assert web_origin(address, 80) == origin


@pytest.mark.parametrize("address", ["127.0.0.1", EVERY_IPV4, "::"])
def test_two_parts_cannot_have_one_port(address: str) -> None:
    port = free_port()
    guides = ListeningPlace("the guides", "--port", address, port)
    figures = ListeningPlace("the figures", "METRICS_PORT", "127.0.0.1", port)
    fault = f"The guides and the figures cannot both have port {port}. Choose another METRICS_PORT."
    assert listening_faults([guides, figures]) == [fault]


def test_the_same_port_of_two_addresses_is_no_fault() -> None:
    port = free_port()
    places = [ListeningPlace("the guides", "--port", host, port) for host in ("127.0.0.1", "127.0.0.2")]
    assert listening_faults(places) == []


def test_all_addresses_are_those_of_ipv4_too() -> None:
    with socket.create_server((EVERY_IPV4, 0)) as other:
        port = other.getsockname()[1]
        (fault,) = listening_faults([ListeningPlace("the guides", "--port", "::", port)])
    assert f"Another program listens at port {port}." in fault
