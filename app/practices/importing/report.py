"""What an import says of itself: notes and problems line by line, and one sentence at the end."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class LineNote:
    """Something about a line of the file."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.line}: {self.text}"


@dataclass
class Report:
    """What was met and what was done. `refused`: there were bad lines, and nothing was loaded."""

    notes: list[LineNote] = field(default_factory=list)
    problems: list[LineNote] = field(default_factory=list)
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0
    refused: bool = False

    def note(self, line: int, text: str) -> None:
        self.notes.append(LineNote(line, text))

    def problem(self, line: int, text: str) -> None:
        self.problems.append(LineNote(line, text))

    @property
    def bad_lines(self) -> int:
        return len({one.line for one in self.problems})

    @property
    def sentence(self) -> str:
        if self.refused:
            return f"Nothing was loaded: {self.bad_lines} lines cannot be read (--skip-bad leaves them out)."
        done = f"{self.added} added, {self.changed} changed, {self.unchanged} unchanged"
        return f"{done}, {self.skipped} left out." if self.skipped else f"{done}."
