"""Network addresses, as far as limits count by them."""

import ipaddress
from functools import lru_cache

IPV6_PREFIX_BITS = 64
"""One subscriber has a whole /64 as a rule (RFC 6177), and so any number of addresses in it."""


@lru_cache(maxsize=4096)
def network_of(address: str) -> str:
    """Return what a client's address is counted as: an IPv4 address, or the /64 network of an IPv6 address.

    Args:
        address: As the socket gives it. What is no IP address is returned as it is.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    if ip.ipv4_mapped is not None:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((ip, IPV6_PREFIX_BITS), strict=False))
