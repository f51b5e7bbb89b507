"""The data model: frozen values and pure functions.

This package does no I/O and imports no other part of Lampfield. On the wire, properties have the names of
the IPCortex API (``cID``, ``companyName``); in Python they follow PEP 8 (``cid``, ``company_name``).
"""
