"""Read the typed nomenclatures of ``nomenclatures/*.yaml``, refusing what contradicts itself.

Every scalar is read as text (``0301`` is a code, never an octal number) and a key written twice is
an error: a YAML reader would otherwise keep the last one in silence.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_DOSSIER = Path(__file__).parent / "nomenclatures"
_CHAMPS = {"M": 0, "H": 1, "S": 2}


@dataclass(frozen=True, slots=True)
class Feuille:
    """A typed product code. ``chemin``: codes of its ancestors from depth 2 down, with prefixes."""

    code: str
    libelle: str
    chemin: tuple[str, ...]
    poids: float
    prix: float
    unites: float
    evolution: float
    champs: tuple[int, ...]
    cas: tuple[str, ...]
    entree_les: tuple[int, int] | None = None
    indications: tuple[str, ...] = ()
    indications_atu: tuple[str, ...] = ()


class _Lecteur(yaml.BaseLoader):
    """Scalars stay text (nothing else is ever built); a repeated key raises ValueError."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        cles = [cle.value for cle, _ in node.value]
        if repetees := sorted({cle for cle in cles if cles.count(cle) > 1}):
            raise ValueError(f"Repeated in the nomenclature: {', '.join(map(str, repetees))}")
        return super().construct_mapping(node, deep)


def lire_yaml(texte: str) -> Any:
    """Return lists, mappings and texts; raise ValueError when a mapping repeats a key."""
    return yaml.load(texte, Loader=_Lecteur)


def lire(nom: str) -> Any:
    """Return the content of ``nomenclatures/<nom>.yaml``."""
    return lire_yaml((_DOSSIER / f"{nom}.yaml").read_text("utf-8"))


def feuilles_lpp(contenu: Mapping[str, Any]) -> Iterator[Feuille]:
    """Yield the devices of ``lpp.yaml``: paragraph -> lines of codes.

    Raises ValueError on a line with a missing figure.
    """
    for paragraphe, lignes in contenu.items():
        chemin = tuple(f"lpp-{paragraphe[:taille]}" for taille in (2, 4, 6, 8))
        for ligne in lignes:
            code, libelle, poids, prix, unites, evolution, cas = ligne
            yield Feuille(
                f"lpp-{code}",
                libelle,
                chemin,
                float(poids),
                float(prix),
                float(unites),
                float(evolution),
                champs=(0,),
                cas=tuple(cas.split()),
            )


def feuilles_ucd(contenu: Mapping[str, Any]) -> Iterator[Feuille]:
    """Yield the drugs of ``ucd.yaml``: substance (ATC 5) -> its cases, indications and UCD codes.

    Raises ValueError on a line with a missing figure or an unknown champ.
    """
    for atc, substance in contenu.items():
        chemin = tuple(f"atc-{atc[:taille]}" for taille in (1, 3, 4, 5, 7))
        for ligne in substance["ucd"]:
            code, libelle, poids, prix, unites, evolution, champs, *entree = ligne
            yield Feuille(
                f"ucd-{code}",
                libelle,
                chemin,
                float(poids),
                float(prix),
                float(unites),
                float(evolution),
                champs=_champs(code, champs),
                cas=tuple(substance["cas"].split()),
                entree_les=_mois(entree[0]) if entree else None,
                indications=tuple(substance["indications"]),
                indications_atu=tuple(substance.get("atu", ())) if entree else (),
            )


def _champs(code: str, lettres: str) -> tuple[int, ...]:
    if inconnues := set(lettres) - set(_CHAMPS):
        raise ValueError(f"{code}: unknown champ {sorted(inconnues)}")
    return tuple(sorted(_CHAMPS[lettre] for lettre in lettres))


def _mois(texte: str) -> tuple[int, int]:
    annee, mois = texte.split("-")
    return int(annee), int(mois)
