"""Records what a client receives until it is stopped."""

import asyncio
import time
from collections.abc import Callable, Sequence

from lampfield.cli.failure import Failed
from lampfield.cli.recording.anonymizer import Anonymizer
from lampfield.cli.recording.records import RecordWriter
from lampfield.cli.recording.writing import Writer
from lampfield.client.pbx import PBX
from lampfield.client.replica import Batch
from lampfield.sources.replay.lines import VERSION, AnyLine, End, Header
from lampfield.version import VERSION as PROGRAM


class Recorder:
    """One recording.

    Args:
        pbx: The client.
        writer: Writes the lines.
        disguise: Anonymizes the lines; None to keep them as they are.
        clock: Epoch seconds.
    """

    def __init__(
        self, pbx: PBX, writer: Writer, disguise: Anonymizer | None, clock: Callable[[], float] = time.time
    ) -> None:
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Gets the exception once a write has failed."""
        self._writer = writer
        self._disguise = disguise
        self._records = RecordWriter(pbx)
        self._clock = clock
        self._began = 0.0

    def begin(self) -> None:
        """Write the header and a snapshot.

        Raises:
            Failed: The recording cannot be written.
        """
        self._began = asyncio.get_running_loop().time()
        header = Header(
            lampfield="recording",
            version=VERSION,
            began=round(self._clock(), 3),
            anonymous=self._disguise is not None,
            made_by=f"lampfield {PROGRAM}",
        )
        self._writer.write([header])
        self._write(self._records.snapshot(0.0))

    def record(self, batch: Batch) -> None:
        """Write the changes of a frame."""
        if self.failed.done():
            return
        try:
            self._write(self._records.changes(self._at, batch))
        except (Failed, BrokenPipeError) as error:
            self.failed.set_exception(error)

    def end(self) -> None:
        """Write the line that marks a complete recording.

        Raises:
            Failed: The recording cannot be written.
        """
        self._write([End(at=self._at)])

    @property
    def _at(self) -> float:
        """Seconds since the recording began."""
        return round(asyncio.get_running_loop().time() - self._began, 3)

    def _write(self, told: Sequence[AnyLine]) -> None:
        self._writer.write(self._disguise.of(told) if self._disguise is not None else told)
