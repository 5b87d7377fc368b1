"""A family: a chosen file with everything found in it, at every depth; what it has cost and may still cost."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from evidence_desk.domain.remarks import NOT_ALL_READ
from evidence_desk.intake.containers.unpack import Allowance
from evidence_desk.intake.model import Embedded, Limits
from evidence_desk.intake.one_file import Ingested

Key = tuple[int, ...]
Order = tuple[int, int, Key]


@dataclass(slots=True, eq=False)
class Node:
    """One file of a family while it is taken in.

    Attributes:
        family: the family.
        key: its place: the number of the family, then the number of the member at each depth.
        path: where it is, for a chosen file.
        parent: the file it was found in; None for a chosen file.
        member: what was written aside, for a member.
        taken: what is known of it once its bytes are in their place and before it is read.
        found: what became of it, once that is known.
        members: how many files were found in it so far.
    """

    family: Family
    key: Key
    path: str = ""
    parent: Node | None = None
    member: Embedded | None = None
    taken: Ingested | None = None
    found: Ingested | None = None
    members: int = 0

    @property
    def depth(self) -> int:
        """How many containers it is in."""
        return len(self.key) - 1

    @property
    def order(self) -> Order:
        """Sorts parents before children, and otherwise as things were found."""
        return self.key[0], self.depth, self.key


@dataclass(slots=True, eq=False)
class Family:
    """A chosen file and what was found in it.

    Attributes:
        number: its place among the chosen files.
        nodes: its files.
        running: tasks that are not finished.
        waiting: containers to unpack, as a heap by their order, with where to go on in each. One of a family
            at a time, in their order, so that its limits are held exactly and equal files are told in order.
        is_unpacking: whether one is being unpacked.
        unsettled: files in their order; those in front that are dealt with are dropped.
        spent: bytes unpacked so far.
        taken: members taken so far.
        finished_at: when its last task ended, on the monotonic clock.
    """

    number: int
    nodes: list[Node] = field(default_factory=list)
    running: int = 0
    waiting: list[tuple[Order, int, Node]] = field(default_factory=list)
    is_unpacking: bool = False
    spent: int = 0
    taken: int = 0
    finished_at: float = 0.0
    unsettled: deque[Node] = field(default_factory=deque)

    def add(self, node: Node) -> None:
        """Add a file, in the order of the family."""
        self.nodes.append(node)
        self.unsettled.append(node)

    def open(self, node: Node, start: int = 0) -> None:
        """Let a container wait to be unpacked, from member ``start`` on."""
        heappush(self.waiting, (node.order, start, node))

    def next_to_unpack(self) -> tuple[Node, int] | None:
        """Return the container whose turn it is and where to go on, once all files before it are dealt with."""
        while self.unsettled and self.unsettled[0].found is not None:
            self.unsettled.popleft()
        if self.is_unpacking or not self.waiting:
            return None
        if self.unsettled and self.unsettled[0].order < self.waiting[0][0]:
            return None
        _order, start, node = heappop(self.waiting)
        return node, start

    @property
    def is_finished(self) -> bool:
        """Whether nothing of it is left to do."""
        return not self.running and not self.waiting

    def in_order(self) -> list[Node]:
        """Return its files, parents before children."""
        return sorted(self.nodes, key=lambda node: node.order)

    def allowance(self, limits: Limits) -> Allowance:
        """Return what may still be unpacked of it."""
        first = self.nodes[0].found
        packed = first.size if first is not None else 0
        by_ratio = max(limits.ratio_from, limits.ratio * packed)
        reason = "zip_bomb" if by_ratio < limits.family_bytes else "too_large_unpacked"
        most = min(by_ratio, limits.family_bytes)
        return Allowance(max(0, limits.members - self.taken), max(0, most - self.spent), reason)


def wanted(nodes: list[Node], known: set[str]) -> Iterator[tuple[Node, bool]]:
    """Yield the files of a family with whether each is new; nothing below a container that is known.

    What is in a known container is held with it. A file is known from ``known``, or from earlier in the family.
    """
    seen: set[str] = set()
    closed: set[Node] = set()
    for node in nodes:
        if node.parent in closed:
            closed.add(node)
            continue
        sha256 = node.found.sha256 if node.found is not None else ""
        is_new = bool(sha256) and sha256 not in known and sha256 not in seen
        if sha256 and not is_new:
            closed.add(node)
        seen.add(sha256)
        yield node, is_new


def with_losses(files: Sequence[Ingested]) -> list[Ingested]:
    """Return the files of a family; of each container is said what in it could not be read, and why."""
    lost: dict[str, list[Ingested]] = defaultdict(list)
    for one in files:
        if one.parent and one.failure is not None and not one.failure.is_meant:
            lost[one.parent].append(one)
    return [
        one.warned(NOT_ALL_READ, _said_of(lost[one.sha256])) if one.sha256 in lost else one for one in files
    ]


def _said_of(lost: Sequence[Ingested]) -> str:
    first = lost[0]
    assert first.failure is not None
    if len(lost) == 1:
        return f"not all that is in it could be read: {first.name}: {first.failure.message}"
    return f"{len(lost)} files in it could not be read; the first is {first.name}: {first.failure.message}"
