"""Which book counts when the file is odd."""

from lampfield.sources.directory.current_book import CurrentBook, ReadOutcome
from lampfield.sources.directory.file import FileStamp
from lampfield.sources.directory.row import DirectoryBook, DirectoryRow


def book(count: int) -> DirectoryBook:
    """Return a book of some people."""
    return DirectoryBook(tuple(DirectoryRow(line=line, extension=str(line)) for line in range(count)))


def outcome(size: int, count: int) -> ReadOutcome:
    """Return a look at a file of some size."""
    return ReadOutcome(FileStamp(size=size), book(count))


def test_unreadable_file_removes_nobody() -> None:
    kept = CurrentBook()
    kept.update(outcome(1, 4), 0.0)
    for _ in range(2):
        kept.update(ReadOutcome(FileStamp(size=2), error="no header"), 1.0)
        assert (kept.book, kept.error, kept.stamp) == (book(4), "no header", FileStamp(size=2))
        assert not kept.is_in_grace
        kept.update(outcome(3, 4), 2.0)
        assert (kept.book, kept.error) == (book(4), "")


def test_much_shorter_file_is_accepted_after_the_grace_period() -> None:
    kept = CurrentBook(grace_seconds=10.0)
    kept.update(outcome(40, 4), 0.0)
    kept.update(outcome(10, 1), 100.0)
    assert (len(kept.book.rows), kept.is_in_grace) == (4, True)
    kept.update(outcome(10, 1), 109.0)
    assert (len(kept.book.rows), kept.is_in_grace) == (4, True)
    kept.update(outcome(10, 1), 110.0)
    assert (len(kept.book.rows), kept.is_in_grace) == (1, False)


def test_much_shorter_is_less_than_half() -> None:
    for count, is_in_grace in ((2, True), (3, False)):
        kept = CurrentBook()
        kept.update(outcome(50, 5), 0.0)
        kept.update(outcome(10, count), 1.0)
        assert kept.is_in_grace is is_in_grace


def test_a_file_that_is_still_written_is_waited_for() -> None:
    kept = CurrentBook(grace_seconds=10.0)
    kept.update(outcome(40, 4), 0.0)
    kept.update(outcome(0, 0), 100.0)
    kept.update(outcome(10, 1), 111.0)
    assert (len(kept.book.rows), kept.is_in_grace) == (4, True)
    kept.update(outcome(20, 2), 112.0)
    assert (len(kept.book.rows), kept.is_in_grace) == (2, False)


def test_the_wait_begins_again_after_each_whole_file() -> None:
    kept = CurrentBook(grace_seconds=10.0)
    for begin in (0.0, 100.0):
        kept.update(outcome(40, 4), begin)
        kept.update(outcome(10, 1), begin + 50.0)
        kept.update(outcome(10, 1), begin + 59.0)
        assert len(kept.book.rows) == 4
    kept.update(ReadOutcome(FileStamp(), error="gone"), 160.0)
    kept.update(outcome(10, 1), 161.0)
    assert kept.is_in_grace


def test_the_first_book_counts_at_once_and_half_of_the_people_too() -> None:
    kept = CurrentBook()
    assert kept.stamp is None
    kept.update(outcome(1, 0), 0.0)
    kept.update(outcome(2, 2), 0.0)
    kept.update(outcome(3, 1), 0.0)
    assert len(kept.book.rows) == 1
    kept.update(outcome(4, 0), 0.0)
    assert len(kept.book.rows) == 1
