"""Problems: what is wrong in a file, where, and what to write instead. Knows nothing of what the files mean."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum


class Severity(Enum):
    """How bad a problem is."""

    ERROR = "error"
    """The guide cannot be published."""
    WARNING = "warning"
    """The guide works; an editor has to look at it soon."""

    @property
    def danish(self) -> str:
        """What editors read: fejl, advarsel."""
        return "fejl" if self is Severity.ERROR else "advarsel"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a file, as an editor would look it up.

    `file` is relative to the content folder; `line` counts from 1.
    """

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: `message` says what is wrong, `advice` what to write instead."""

    place: Place
    message: str
    advice: str
    rule: str = "format"
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.place}: {self.severity.danish} [{self.rule}] {self.message} {self.advice}".rstrip()


@dataclass(slots=True)
class Problems:
    """Collects problems, so that an editor sees all of them at once instead of the first."""

    found: list[Problem] = field(default_factory=list)

    def add(self, place: Place, message: str, advice: str, *, rule: str = "format") -> None:
        """Note an error at `place`."""
        self.found.append(Problem(place, message, advice, rule))

    def warn(self, place: Place, message: str, advice: str, *, rule: str) -> None:
        """Note something that works now and needs a look soon."""
        self.found.append(Problem(place, message, advice, rule, Severity.WARNING))

    @property
    def errors(self) -> list[Problem]:
        """The problems that keep a guide from being published."""
        return [problem for problem in self.found if problem.severity is Severity.ERROR]

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self.found, key=lambda problem: (problem.place, problem.rule)))

    def __len__(self) -> int:
        return len(self.found)


class ContentError(Exception):
    """Content that cannot be used; `problems` says why, all at once."""

    def __init__(self, problems: Problems) -> None:
        super().__init__("\n".join(str(problem) for problem in problems.errors))
        self.problems = problems
