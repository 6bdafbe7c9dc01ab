"""Where a request comes from, as a hash: the address itself is never kept."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ketamine_pages.conf import conf

SALT = "ketamine_pages.enquiries.source"
# What one household or one server has.
IPV6_PREFIX = 64


def get_source(request: HttpRequest) -> str:
    """A keyed hash of the visitor's address that changes every day; empty where it is unknown.

    Unknown is also the address of a proxy that the site has not told about, or all visitors would
    be taken for one.
    """
    address = _address(request)
    if not address:
        return ""
    text = f"{timezone.now():%Y-%m-%d}:{address}"
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()


def _address(request: HttpRequest) -> str:
    direct = request.META.get("REMOTE_ADDR", "")
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies = conf.enquiry_proxies
    try:
        if proxies:
            # Counted from the right: what stands further left is what the visitor claims.
            return _normalised(forwarded[-proxies]) if len(forwarded) >= proxies else ""
        if forwarded != [""] and ip_address(direct).is_private:
            return ""
        return _normalised(direct)
    except ValueError:
        # A socket, or a header that holds no address.
        return ""


def _normalised(text: str) -> str:
    address = ip_address(text)
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((address, IPV6_PREFIX), strict=False))
    return str(address)
