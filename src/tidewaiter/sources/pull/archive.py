"""A release that comes as one archive: fetched once, its parts unpacked, each kept with the hash of what was kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import zipfile
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.model import UsageError
from tidewaiter.sources.pull.baci import BaciPull
from tidewaiter.sources.pull.fetch import Fetcher
from tidewaiter.sources.pull.piece import Pulled, log, logged

_SIX = 6


def pull_archive(
    question: BaciPull, folder: Path, fetcher: Fetcher, *, today: dt.date, again: bool = False,
    said: Callable[[str], None],
) -> Iterator[Pulled]:  # fmt: skip
    """Fetch the archive of a release, unless it is there, and yield its parts as they are unpacked.

    Args:
        question: What is asked.
        folder: Folder archive and parts are kept in, with a log of days and hashes beside them.
        fetcher: Fetches.
        today: Day of the pull.
        again: Fetch the archive and unpack the parts even if they are there.
        said: Receives what a person should know.

    Raises:
        UsageError: when the archive is damaged or has none of the years.
    """
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / question.file
    if again:
        archive.unlink(missing_ok=True)
    if not archive.is_file():
        fetcher.download(question.address, archive, said=said)
    known = logged(folder)
    try:
        with zipfile.ZipFile(archive) as opened:
            members = [name for name in opened.namelist() if question.wanted(name)]
            for name in members:
                target = folder / _part(question, name)
                if target.is_file() and target.name in known and not again:
                    yield known[target.name]
                    continue
                with opened.open(name) as stream:
                    digest = _unpack(stream, target, question.goods)
                done = Pulled(file=target.name, pulled=today, sha256=digest, fetched=True, released=question.released)
                log(folder, done, url=question.address, member=name, goods=sorted(question.goods))
                yield done
    except zipfile.BadZipFile:
        archive.unlink()
        raise UsageError(f"{question.address} gave no whole archive; it was removed: pull again.") from None
    if missing := set(question.years) - {name.rsplit("_Y", 1)[-1][:4] for name in members}:
        said(f"{question.file} has no {', '.join(sorted(missing))}: that is no data and not zero.")


def _part(question: BaciPull, member: str) -> str:
    """Return the name of an unpacked part; other goods make another part."""
    name = Path(member)
    if not question.goods:
        return name.name
    return f"{name.stem}-{hashlib.sha256(','.join(sorted(question.goods)).encode()).hexdigest()[:10]}.csv"


def _unpack(stream: IO[bytes], target: Path, goods: Collection[str]) -> str:
    """Write the rows of the goods, and return the SHA-256 of what was written."""
    from pyarrow import csv  # noqa: PLC0415  only a pull needs it

    partial = target.with_suffix(".part")
    names = ("t", "i", "j", "k", "v", "q")
    text = csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False)
    try:
        reader = csv.open_csv(stream, convert_options=text)
        with csv.CSVWriter(partial, reader.schema) as writer:
            for batch in reader:
                writer.write(batch.filter(_of(batch.column("k"), goods)) if goods else batch)
    except (pa.ArrowInvalid, KeyError) as error:
        raise UsageError(f"{target.name} is no file of BACI: {str(error).splitlines()[0]}") from None
    with partial.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    partial.rename(target)
    return digest


def _of(codes: pa.Array, goods: Collection[str]) -> pa.Array:
    """Tell which codes are one of the goods or inside one; some releases lose the zero codes begin with."""
    whole = pc.utf8_lpad(pc.utf8_trim_whitespace(codes), _SIX, "0")
    found = pa.array([False] * len(codes))
    for size in {len(code) for code in goods}:
        some = pa.array([code for code in goods if len(code) == size])
        found = pc.or_(found, pc.is_in(pc.utf8_slice_codeunits(whole, 0, size), value_set=some))
    return found
