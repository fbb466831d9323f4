"""Where the machine code of a room is kept."""

from __future__ import annotations

from pathlib import Path

from tidewaiter.compiled import Compiler


def test_any_source_of_the_room_gives_it_another_folder(tmp_path: Path) -> None:
    (room := tmp_path / "room" / "below").mkdir(parents=True)
    (room / "a.py").write_text("x = 1\n")
    before = Compiler(room.parent).folder
    assert Compiler(room.parent).folder == before
    (room / "a.py").write_text("x = 2\n")
    assert Compiler(room.parent).folder != before
    assert before.name.startswith("room-")
