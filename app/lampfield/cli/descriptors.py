"""The limit of file descriptors: a hub needs one for each client."""

from contextlib import suppress

WANTED = 65_536


def raise_limit() -> None:
    """Raise the soft limit of open files to what the largest hub needs, within the hard limit.

    The usual soft limit of 1024 protects programs that call select(2); this one uses epoll or kqueue.
    """
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = WANTED if hard == resource.RLIM_INFINITY else min(WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
