"""Which book counts when the file is odd."""

from lampfield.sources.directory.file import Stamp
from lampfield.sources.directory.keeping import Kept, Look
from lampfield.sources.directory.row import DirectoryBook, DirectoryRow


def book(count: int) -> DirectoryBook:
    """Return a book of some people."""
    return DirectoryBook(tuple(DirectoryRow(line=line, extension=str(line)) for line in range(count)))


def look(size: int, count: int) -> Look:
    """Return a look at a file of some size."""
    return Look(Stamp(size=size), book(count))


def test_what_cannot_be_understood_takes_nobody_away() -> None:
    kept = Kept()
    kept.take(look(1, 4), 0.0)
    for _ in range(2):
        kept.take(Look(Stamp(size=2), trouble="no header"), 1.0)
        assert (kept.book, kept.trouble, kept.stamp) == (book(4), "no header", Stamp(size=2))
        assert not kept.is_waiting
        kept.take(look(3, 4), 2.0)
        assert (kept.book, kept.trouble) == (book(4), "")


def test_a_much_shorter_file_counts_once_it_stays_so() -> None:
    kept = Kept(grace_seconds=10.0)
    kept.take(look(40, 4), 0.0)
    kept.take(look(10, 1), 100.0)
    assert (len(kept.book.rows), kept.is_waiting) == (4, True)
    kept.take(look(10, 1), 109.0)
    assert (len(kept.book.rows), kept.is_waiting) == (4, True)
    kept.take(look(10, 1), 110.0)
    assert (len(kept.book.rows), kept.is_waiting) == (1, False)


def test_much_shorter_is_less_than_half() -> None:
    for count, is_waiting in ((2, True), (3, False)):
        kept = Kept()
        kept.take(look(50, 5), 0.0)
        kept.take(look(10, count), 1.0)
        assert kept.is_waiting is is_waiting


def test_a_file_that_is_still_written_is_waited_for() -> None:
    kept = Kept(grace_seconds=10.0)
    kept.take(look(40, 4), 0.0)
    kept.take(look(0, 0), 100.0)
    kept.take(look(10, 1), 111.0)
    assert (len(kept.book.rows), kept.is_waiting) == (4, True)
    kept.take(look(20, 2), 112.0)
    assert (len(kept.book.rows), kept.is_waiting) == (2, False)


def test_the_wait_begins_again_after_each_whole_file() -> None:
    kept = Kept(grace_seconds=10.0)
    for begin in (0.0, 100.0):
        kept.take(look(40, 4), begin)
        kept.take(look(10, 1), begin + 50.0)
        kept.take(look(10, 1), begin + 59.0)
        assert len(kept.book.rows) == 4
    kept.take(Look(Stamp(), trouble="gone"), 160.0)
    kept.take(look(10, 1), 161.0)
    assert kept.is_waiting


def test_the_first_book_counts_at_once_and_half_of_the_people_too() -> None:
    kept = Kept()
    assert kept.stamp is None
    kept.take(look(1, 0), 0.0)
    kept.take(look(2, 2), 0.0)
    kept.take(look(3, 1), 0.0)
    assert len(kept.book.rows) == 1
    kept.take(look(4, 0), 0.0)
    assert len(kept.book.rows) == 1
