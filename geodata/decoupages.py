"""Divisions of the country into units made of whole communes, as the map of communes colours them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from geodata import mosaique
from geodata.communes import zones_communales
from geodata.contours import version_contours
from geodata.mosaique import Numeros
from geodata.referentiel import departements, regions
from geodata.zones import Genre

INSCRITS = ("commune", "departement", "region")
"""Divisions that the geometry itself holds: no address is needed."""


@dataclass(frozen=True, slots=True)
class Decoupage:
    """A division: unit i + 1 has ``codes[i]`` and ``libelles[i]``.

    ``adresse``: where a browser reads it (see :func:`ecrire`), None for those of :data:`INSCRITS`.
    """

    genre: str
    codes: tuple[str, ...]
    libelles: tuple[str, ...]
    adresse: str | None = None

    def __len__(self) -> int:
        return len(self.codes)

    def numeros(self) -> dict[str, int]:
        """Return the number of each code, 1 and up."""
        return {code: i for i, code in enumerate(self.codes, start=1)}


def inscrit(genre: str) -> Decoupage:
    """Return a division that the geometry holds, in the order it holds it.

    Raises:
        ContoursAbsents: communes are asked for, and the geography was not built.
        ValueError: the geometry holds no such division.
    """
    if genre == "commune":
        communes = mosaique.repertoire()
        return Decoupage(genre, communes.codes, communes.noms)
    if genre == "departement":
        fiches = sorted(departements(), key=lambda d: d.code)
        return Decoupage(genre, tuple(d.code for d in fiches), tuple(d.libelle for d in fiches))
    if genre == "region":
        return Decoupage(
            genre, tuple(r.code for r in regions()), tuple(r.libelle for r in regions())
        )
    raise ValueError(f"no division {genre!r} in the geometry")


def ecrire(libelles: Iterable[str], unites: Numeros) -> bytes:
    """Return the gzipped JSON that ``assets/mosaique.js`` reads: names of units, units of communes."""
    contenu = {"libelles": list(libelles), "unites": unites.tolist()}
    texte = json.dumps(contenu, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(texte.encode(), mtime=0)


def composer(
    genre: str, zones: Iterable[tuple[str, str, Iterable[str]]], version: str
) -> tuple[Decoupage, bytes]:
    """Return a division and what :func:`ecrire` makes of it, from (code, label, commune codes).

    A commune that several zones name is of the last one. ``version`` changes with what ``zones`` come from.
    Raises ContoursAbsents when the geography was not built.
    """
    listees = [(code, libelle, tuple(membres)) for code, libelle, membres in zones]
    unite_de = {c: i for i, (_, _, membres) in enumerate(listees, start=1) for c in membres}
    codes, libelles = tuple(z[0] for z in listees), tuple(z[1] for z in listees)
    decoupage = Decoupage(genre, codes, libelles, adresse_decoupage(genre, version))
    return decoupage, ecrire(libelles, mosaique.unites(unite_de))


def adresse_decoupage(genre: str, version: str | None = None) -> str:
    """Return the address of a division; ``version`` changes with what it is made from."""
    dite = version or version_contours()
    return f"/geodata/decoupage-{genre}.json" + (f"?v={dite}" if dite else "")


def epci() -> Decoupage:
    """Return the EPCI, in the order of their codes."""
    zones = sorted(zones_communales().enfants("fr", Genre.EPCI), key=lambda z: z.code)
    codes, noms = tuple(z.code for z in zones), tuple(z.libelle for z in zones)
    return Decoupage("epci", codes, noms, adresse_decoupage("epci"))


@lru_cache(maxsize=2)
def _epci_comprime(version: str | None) -> bytes:
    decoupage = epci()
    numeros = decoupage.numeros()
    parents = {
        z.code: numeros[p[5:]]
        for z in zones_communales().enfants("fr", Genre.COMMUNE)
        for p in z.parents
        if p.startswith("epci-")
    }
    return ecrire(decoupage.libelles, mosaique.unites(parents))


def epci_comprime() -> bytes:
    """Return what :func:`ecrire` makes of the EPCI. Raises ContoursAbsents when not built."""
    return _epci_comprime(version_contours())


SERVIS: Mapping[str, Callable[[], bytes]] = {"epci": epci_comprime}
"""What ``/geodata/decoupage-<genre>.json`` answers from this room; those of a release are not here."""
