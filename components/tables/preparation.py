"""What the grid is told of a block: the same for a grid that is built and for one that stays.

``Preparee`` is plain data. ``moule`` names what a standing grid cannot change (how it scrolls, how high
its rows are): two blocks with the same one differ in columns and rows only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from components import formats
from components.francais import ordinal
from components.pivot import TableauPlat, tableau_plat
from components.tables.colonnes import (
    HAUTEUR_ENTETE,
    HAUTEUR_GROUPE,
    colonnes_grille,
    hauteur_entete,
)
from components.tables.noms import hauteur_ligne, hauteurs_longues
from components.tables.rangees import (
    dernier_niveau,
    echelle_parts,
    rangees_lignes,
    rangees_tetes,
)
from data_layer.result import Bloc, Resultat, Statut

LIGNES_SANS_DEFILER = 25
"""Up to so many rows the table has its own height; above, it scrolls within the window."""

_STATUTS = {s.value: formats.explication(s) for s in Statut if s is not Statut.OK}

Rangees = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Preparee:
    """``colonnes``, ``tetes``, ``rangees`` and ``contexte`` as AG Grid takes them; heights in pixels."""

    colonnes: list[dict[str, Any]]
    tetes: Rangees
    rangees: Rangees
    contexte: Mapping[str, Any]
    courte: bool
    hauteur_ligne: int
    hauteur: int
    hauteur_entete: int
    avec_remarques: bool

    @property
    def moule(self) -> str:
        haute = f"-{self.hauteur_entete}" if self.hauteur_entete != HAUTEUR_ENTETE else ""
        return f"{'courte' if self.courte else 'haute'}-{self.hauteur_ligne}{haute}"

    @property
    def place(self) -> dict[str, int] | None:
        """Room kept before the script draws: nothing under the table moves."""
        return {"minHeight": self.hauteur} if self.courte else None


def preparer(resultat: Resultat, bloc: Bloc) -> Preparee:
    """Return what the grid shows of a block of the result."""
    plat, selection = tableau_plat(resultat, bloc), resultat.selection
    lignes = [ligne for ligne in plat.lignes if not ligne.tete]
    echelle = echelle_parts(bloc)
    rangees = rangees_lignes(plat, lignes, echelle, dernier_niveau(bloc, selection))
    longues = hauteurs_longues(plat, lignes)
    for rangee in rangees:
        if (haute := longues.get(rangee["cle"])) is not None:
            rangee["h"] = haute
    tetes = rangees_tetes(plat)
    actions = frozenset("".join(r.get("a", "") for r in rangees))
    toutes = [*tetes, *rangees]
    largeurs = {c.cle: _largeur(r[c.cle][1] for r in toutes) for c in plat.colonnes}
    colonnes = colonnes_grille(plat, selection, actions, largeurs)
    return Preparee(
        colonnes=colonnes,
        tetes=tetes,
        rangees=rangees,
        contexte=_contexte(plat, resultat, bloc, colonnes, len(rangees), echelle),
        courte=len(lignes) <= LIGNES_SANS_DEFILER,
        hauteur_ligne=hauteur_ligne(plat),
        hauteur=_hauteur(plat, len(lignes), longues),
        hauteur_entete=hauteur_entete(plat),
        avec_remarques=plat.avec_remarques,
    )


def _contexte(
    plat: TableauPlat,
    resultat: Resultat,
    bloc: Bloc,
    colonnes: list[dict[str, Any]],
    nombre: int,
    echelle: float,
) -> dict[str, Any]:
    """What the browser reads beside the rows.

    ``titre``; ``nombre`` of rows; ``meneuse``, the leading column; ``statuts``, the words of each
    status; ``raisons``, why a column is masked where it has reasons of its own; ``premier``, the first
    rank in the gender of the rows; ``sujet``, what rows are, which a search typed in the table is about;
    ``trait``, what a full bar stands for; ``empreinte`` of the columns, widths apart, so that a standing
    grid only takes new ones.
    """
    selection = resultat.selection
    lieu = selection.zone if bloc.nature == "zone" else selection.noeud
    dites = json.dumps(_sans_largeurs(colonnes), sort_keys=True)
    return {
        "titre": plat.titre,
        "nombre": nombre,
        "meneuse": f"{selection.meneuse}{'@0' if plat.groupes else ''}",
        "comparable": bool(selection.vs),
        "statuts": _STATUTS,
        "raisons": {
            c.cle: c.colonne.mesure.si_masque for c in plat.colonnes if c.colonne.mesure.si_masque
        },
        "trait": f"Trait plein\u202f: {_pourcent(echelle)} du total",
        "premier": ordinal(1, plat.entete_libelle),
        "sujet": f"{bloc.nature} {bloc.niveau} {lieu}",
        "empreinte": hashlib.sha256(dites.encode()).hexdigest()[:16],
    }


def _sans_largeurs(colonnes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {cle: valeur for cle, valeur in colonne.items() if cle not in ("minWidth", "children")}
        | ({"children": _sans_largeurs(colonne["children"])} if "children" in colonne else {})
        for colonne in colonnes
    ]


def _pourcent(fraction: float) -> str:
    return f"{fraction * 100:g}{formats.FINE}%".replace(".", ",")


def _largeur(textes: Iterable[str]) -> float:
    """The width of the longest text, in figures; a narrow space is less than half of one."""
    longest = max(textes, key=len, default="")
    return len(longest) - 0.55 * longest.count(formats.FINE)


def _hauteur(plat: TableauPlat, nombre: int, longues: Mapping[str, int]) -> int:
    entetes = hauteur_entete(plat) + (HAUTEUR_GROUPE if plat.groupes else 0)
    ordinaires = len(plat.tetes) + max(nombre, 2) - len(longues)
    return entetes + hauteur_ligne(plat) * ordinaires + sum(longues.values()) + 3
