"""What is known: frozen values and pure functions.

Nothing here does I/O and nothing here imports another part of Lampfield. Names on the wire are the
seed's (``cID``, ``companyName``); names in Python are Python's (``cid``, ``company_name``).
"""
