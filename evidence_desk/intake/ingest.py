"""Takes a batch of files in through worker processes, each with all that is found in it."""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

from evidence_desk.intake.containers.unpack import Unpacked, unpack
from evidence_desk.intake.copy import write_error
from evidence_desk.intake.durable import Durable
from evidence_desk.intake.families import Family, Node, Order, wanted, with_losses
from evidence_desk.intake.model import Embedded, LeftOut, Limits, ReadResult
from evidence_desk.intake.one_file import (
    BETWEEN,
    Ingested,
    IngestFailure,
    Unread,
    ingest_member,
    ingest_one,
    read_taken,
    take_many,
)
from evidence_desk.intake.readers.registry import READERS
from evidence_desk.intake.scan import grouped
from evidence_desk.support.errors import UserError
from evidence_desk.support.texts import storable

A = TypeVar("A")
# How long a finished family waits for one chosen before it: so equal files are told apart in the order they
# were chosen, however fast each is read, and yet one slow file holds up nothing for long.
_PATIENCE = 5.0
_NO_ROOM = ("disk_full", "not_writable")


class Pool(Protocol):
    """What taking in needs of a pool of worker processes."""

    def each(
        self, calls: Iterable[tuple[A, Callable[..., Any], tuple[Any, ...]]], token: Any = None
    ) -> Iterator[tuple[A, Any]]:
        """Run calls and yield (key, result); a failed task's result has ``code`` and ``message``.

        While a call runs, ``calls`` is asked again even if it had nothing left before.
        """


# What a call is about, and what it does: ``take`` some chosen files, ``read`` one, or ``again`` without
# reading it, ``unpack`` one.
_Step = tuple[tuple[Node, ...], str]
_Call = tuple[_Step, Callable[..., Any], tuple[Any, ...]]


class Intake:
    """A batch that is taken in.

    Attributes:
        met: how many files were met so far: the chosen ones, and those found in them.
        done: how many of them are dealt with.
    """

    def __init__(
        self,
        paths: Collection[str],
        files_folder: str,
        *,
        limits: Limits | None = None,
        known_hashes: Collection[str] = (),
        readers: Mapping[str, str] = READERS,
        on_read: Callable[[Ingested], Ingested] = lambda found: found,
        is_opening: bool = True,
    ) -> None:
        """Prepare a batch.

        Args:
            paths: the chosen files, in their order.
            files_folder: where their bytes are kept.
            limits: what a file and a family may cost.
            known_hashes: of files held before; these are not read again.
            readers: the reader of each media type.
            on_read: called with every file that was read; what it returns is kept until the family is whole,
                so this is the place to put the text away.
            is_opening: whether what is in mails, archives and other containers is taken in as well.
        """
        self.met = len(paths)
        self.done = 0
        self._chosen = grouped(paths)
        self._numbers = itertools.count()
        self._durable = Durable()
        self._folder = files_folder
        self._limits = limits or Limits()
        self._known = set(known_hashes)
        self._readers = readers
        self._on_read = on_read
        self._is_opening = is_opening
        self._next: deque[_Call] = deque()
        self._taken: deque[_Call] = deque()
        self._families: dict[int, Family] = {}
        self._first: dict[str, Order] = {}

    def run(self, pool: Pool, token: Any = None) -> Iterator[list[Ingested]]:
        """Yield families as they are whole, each a list with parents before children.

        Families come in the order the files were chosen, as far as that holds nothing up. A file whose bytes
        are known, or came before, has ``is_duplicate``. A file whose reading crashes, hangs or eats its memory
        is taken in without being read; the reason is then in its ``result.warnings`` as ``crashed``,
        ``timeout``, ``out_of_memory`` or ``failed``. Raises what ``pool.each`` raises when the token asks to
        stop, and UserError ``disk_full`` or ``not_writable``; `rest` then has the families that were whole.
        """
        is_begun = False
        while (
            self._next or self._taken or not is_begun
        ):  # what is left over may turn out to need reading after all
            is_begun = True
            for step, outcome in pool.each(self, token):
                self._settle(step, outcome)
                yield from self._released(_PATIENCE)
            yield from self.rest()

    def rest(self) -> Iterator[list[Ingested]]:
        """Yield the families that are whole and were not yielded yet."""
        yield from self._released(0.0)

    def __iter__(self) -> Iterator[_Call]:
        """Return itself: what is to be done is found while it is done."""
        return self

    def __next__(self) -> _Call:
        """Return the next call: what is in files comes before files that were taken, these before further ones."""
        for waiting in (self._next, self._taken):
            if waiting:
                return waiting.popleft()
        paths = next(self._chosen)
        nodes = tuple(self._begin(path) for path in paths)
        return (nodes, "take"), take_many, (paths, self._folder)

    def make_durable(self) -> None:
        """Return once the bytes of all that was yielded last through a power cut; to be done before they are named.

        Raises:
            UserError: ``disk_full`` or ``not_writable``.
        """
        try:
            self._durable.wait()
        except OSError as error:
            raise write_error(error, Path(self._folder)) from error

    def _begin(self, path: str) -> Node:
        """Begin a family with a chosen file."""
        number = next(self._numbers)
        family = self._families[number] = Family(number, running=1)
        node = Node(family, (number,), path=path)
        family.add(node)
        return node

    def _read(self, node: Node, *, is_kept_skipped: bool = False, unread: Unread | None = None) -> None:
        """Put the reading of a file into the queue."""
        options: dict[str, Any] = {"unread": unread, "readers": self._readers}
        step = (node,), "again" if unread is not None else "read"
        node.family.running += 1
        if node.taken is not None:
            self._taken.append((step, partial(read_taken, **options), (node.taken, self._limits)))
        elif node.member is None:
            arguments: tuple[Any, ...] = (node.path, self._folder, self._limits)
            self._taken.append((step, partial(ingest_one, **options), arguments))
        else:
            above = node.parent.found if node.parent is not None else None
            assert above is not None
            arguments = (node.member, above.source, above.sha256, self._folder, self._limits)
            call = partial(ingest_member, is_kept_skipped=is_kept_skipped, **options)
            self._next.append((step, call, arguments))

    def _settle(self, step: _Step, outcome: Any) -> None:
        """Take note of a finished task, and queue what follows from it."""
        nodes, what = step
        is_many = isinstance(outcome, list)
        for node, one in zip(nodes, outcome if is_many else [outcome] * len(nodes), strict=True):
            node.family.running -= 1
            _check_room(one)
            if what == "unpack":
                self._settle_unpacking(node, one)
            elif what == "take":
                self._settle_taking(node, one)
            elif not isinstance(one, Ingested) and what == "read":
                self._read(node, unread=(str(one.code), str(one.message)))
            else:
                self._settle_reading(node, one)
            self._unpack_next(node.family)
            node.family.finished_at = time.monotonic()

    def _settle_taking(self, node: Node, outcome: Any) -> None:
        if not isinstance(outcome, Ingested):
            self._read(node)  # one of those taken together broke it off; each alone tells which
            return
        if self._is_first(outcome.sha256, node):
            node.taken = outcome if outcome.is_placed else None  # what was there before may be torn
            self._read(node)
        else:
            node.found = outcome
            self.done += 1

    def _settle_reading(self, node: Node, outcome: Any) -> None:
        found = outcome if isinstance(outcome, Ingested) else _given_up(node, outcome)
        is_first = self._is_first(found.sha256, node)
        if is_first and not found.is_read:
            # The bytes are there but nobody knows them: an import before this one was killed, or the same
            # file further back in the batch was quicker. This time they are looked at.
            self._read(node)
            return
        if found.is_read:
            self._durable.add(found.stored)
        node.found = self._on_read(found) if found.is_read else found
        self.done += 1
        if is_first and found.is_container and self._is_opening:
            self._open(node)

    def _is_first(self, sha256: str, node: Node) -> bool:
        """Tell whether of all files of this hash met so far this one comes first."""
        if not sha256 or sha256 in self._known:
            return False
        first = self._first.setdefault(sha256, node.order)
        self._first[sha256] = min(first, node.order)
        return node.order <= first

    def _open(self, node: Node) -> None:
        """Have a container unpacked, unless it is too deep."""
        if node.depth >= self._limits.depth:
            assert node.found is not None
            message = f"what is in it was not taken in: it lies {node.depth} files deep"
            node.found = node.found.warned("too_deep", message)
        else:
            node.family.open(node)

    def _unpack_next(self, family: Family) -> None:
        turn = family.next_to_unpack()
        if turn is None:
            return
        node, start = turn
        found = node.found
        assert found is not None
        arguments = (found.stored, found.media_type, self._folder, self._limits)
        call = (*arguments, family.allowance(self._limits), start)
        family.is_unpacking = True
        family.running += 1
        self._next.append((((node,), "unpack"), unpack, call))

    def _settle_unpacking(self, node: Node, outcome: Any) -> None:
        family = node.family
        family.is_unpacking = False
        found = node.found
        assert found is not None
        if not isinstance(outcome, Unpacked):
            code = str(outcome.reason or outcome.code)
            node.found = found.warned(code, f"what is in it could not be taken out: {outcome.message}")
            return
        family.spent += outcome.spent
        family.taken += len(outcome.embedded)
        for warning in outcome.warnings:
            found = found.warned(*warning)
        node.found = found
        for member in outcome.embedded:
            child = self._child(node, member)
            self._read(child, is_kept_skipped=not self._is_first(member.sha256, child))
        for left in outcome.left_out:
            self._child(node, None).found = _left_out(found, left)
            self.done += 1
        if outcome.resume is not None:
            family.open(node, outcome.resume)

    def _child(self, node: Node, member: Embedded | None) -> Node:
        node.members += 1
        self.met += 1
        child = Node(node.family, (*node.key, node.members), parent=node, member=member)
        node.family.add(child)
        return child

    def _released(self, patience: float) -> Iterator[list[Ingested]]:
        """Yield whole families, the first ones first; later ones once they have waited long enough."""
        now = time.monotonic()
        is_in_turn = True
        for number in list(self._families):
            family = self._families[number]
            is_due = is_in_turn or now - family.finished_at >= patience
            if not (family.is_finished and is_due and self._is_whole(family)):
                is_in_turn = False
                continue
            del self._families[number]
            yield self._closed(family)

    def _is_whole(self, family: Family) -> bool:
        """Tell whether every new file of a finished family was read; have it read where it was not."""
        unread = [
            node
            for node, is_new in wanted(family.in_order(), self._known)
            if is_new and node.found is not None and not node.found.is_read
        ]
        for node in unread:
            self._read(node)
        return not unread

    def _closed(self, family: Family) -> list[Ingested]:
        closed = []
        for node, is_new in wanted(family.in_order(), self._known):
            if node.found is not None:
                is_duplicate = not is_new and bool(node.found.sha256)
                closed.append(replace(node.found, is_duplicate=is_duplicate))
        self._known.update(found.sha256 for found in closed if found.sha256)
        return with_losses(closed)


def _check_room(outcome: Any) -> None:
    """Stop at the first file the matter's own folder has no room for: all after it would fail the same way."""
    if isinstance(outcome, Ingested):
        failure = outcome.failure
        code, message, remedy = (failure.code, failure.message, failure.remedy) if failure else ("", "", "")
    else:
        code, message, remedy = getattr(outcome, "reason", ""), getattr(outcome, "message", ""), ""
    if code in _NO_ROOM:
        raise UserError(code, message, remedy)


def _given_up(node: Node, failure: Any) -> Ingested:
    if node.member is None:
        source, name, parent = node.path, storable(Path(node.path).name), ""
    else:
        above = node.parent.found if node.parent is not None else None
        source = f"{above.source if above else ''}{BETWEEN}{node.member.inner_path}"
        name, parent = node.member.name, above.sha256 if above else ""
    message = f"{source} could not be taken in: {failure.message}"
    return Ingested(source, name, parent=parent, failure=IngestFailure(str(failure.code), message))


def _left_out(container: Ingested, left: LeftOut) -> Ingested:
    return Ingested(
        source=f"{container.source}{BETWEEN}{left.inner_path}",
        name=left.inner_path,
        parent=container.sha256,
        inner_path=left.inner_path,
        failure=IngestFailure(left.code, left.message, is_meant=left.is_meant),
    )


def lightened(found: Ingested) -> Ingested:
    """Return it without its text, which is kept elsewhere by then; ``page_count`` still counts its pages."""
    result: ReadResult = replace(found.result, pages=[])
    return replace(found, result=result)
