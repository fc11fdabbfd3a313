"""What an importer of source files is, and how it refuses one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from data_layer.warehouse import Meta, PublicationRefusee

Progres = Callable[[int], None]
"""Called with a number of bytes of the source file read since the last call."""


class FichierRefuse(PublicationRefusee):
    """The source file was refused; nothing has changed. ``str()`` is for the person, in French."""


@dataclass(frozen=True, slots=True)
class Importeur:
    """A source format: the dataset it builds, how it is recognised, how it is read.

    reconnait: told by the column names of the header, in order. ecrire: read the file, fill the
    folder with Parquet, return what is said of it; raises FichierRefuse.
    """

    nom: str
    jeu: str
    description: str
    reconnait: Callable[[Sequence[str]], bool]
    ecrire: Callable[[Path, Path, Progres], Meta]


def enumerer(elements: Iterable[object], maximum: int = 10) -> str:
    """Return ``"a, b, c et 4 autres"``: enough to start correcting, never a wall of text."""
    textes = [str(e) for e in elements]
    reste = len(textes) - maximum
    suite = f" et {reste} autre{'s' if reste > 1 else ''}" if reste > 0 else ""
    return ", ".join(textes[:maximum]) + suite
