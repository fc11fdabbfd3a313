"""Which rows a chart draws, and how a cell is said: shared by bars, series and their summaries."""

from __future__ import annotations

from dataclasses import dataclass

from components import formats
from data_layer.result import Bloc, Colonne, Ligne, Resultat

LIMITE = 25


@dataclass(frozen=True, slots=True)
class Choix:
    """The rows drawn, masked last; ``omises`` are left out, ``omises_masquees`` of them masked."""

    lignes: tuple[Ligne, ...]
    omises: int
    omises_masquees: int

    @property
    def reste(self) -> str:
        """``et 76 autres, dont 3 masqués``; empty when all are drawn."""
        if not self.omises:
            return ""
        texte = f"et {formats.nombre(self.omises)} autre{'s' * (self.omises > 1)}"
        if not self.omises_masquees:
            return texte
        return f"{texte}, dont {formats.nombre(self.omises_masquees)} sans valeur"


def choisir(bloc: Bloc, limite: int = LIMITE) -> Choix:
    """Rank the rows of a block on its leading measure, and keep the first ``limite``.

    The chosen zones always stay, and so does the twin of a kept row under another zone: a pair cut in
    two would read as nothing there. Order depends on shown values only, then on labels.
    """
    toutes = sorted(bloc.lignes(), key=lambda ligne: _cle(bloc, ligne))
    codes = {ligne.code for ligne in toutes[:limite]} if bloc.nature != "zone" else set()
    gardees = toutes[:limite]
    omises: list[Ligne] = []
    for ligne in toutes[limite:]:
        reste = ligne.marque is not None or ligne.code in codes
        (gardees if reste else omises).append(ligne)
    sans_valeur = sum(ligne.cellules[bloc.meneuse].valeur is None for ligne in omises)
    return Choix(tuple(gardees), len(omises), sans_valeur)


def _cle(bloc: Bloc, ligne: Ligne) -> tuple[bool, float, str]:
    valeur = ligne.cellules[bloc.meneuse].valeur
    return valeur is None, -(valeur or 0.0), ligne.libelle


def unite_courte(colonne: Colonne) -> str:
    """Return the unit that :func:`components.formats.compact` writes, when it writes one."""
    suffixe = formats.mise(colonne).suffixe
    return suffixe if suffixe in ("€", "%") else ""


def valeur_courte(ligne: Ligne, colonne: Colonne) -> str:
    """Return the few characters beside a mark: ``1,2 M``, ``≥ 1,2 M``, ``+3,1 %``, ``masqué``."""
    cellule = ligne.cellules[colonne.cle]
    if cellule.valeur is None:
        return formats.cellule(cellule, colonne)
    texte = formats.compact(cellule.valeur, unite_courte(colonne))
    if colonne.signe and cellule.valeur > 0 and texte[0] != "0":
        texte = f"+{texte}"
    prefixe = {"au_moins": "≥", "approche": "≈"}.get(cellule.statut.value, "")
    return f"{prefixe}{formats.FINE}{texte}" if prefixe else texte


def valeur_exacte(ligne: Ligne, colonne: Colonne) -> str:
    """Return a cell in full with its unit, for a hover box or a sentence."""
    texte = formats.cellule(ligne.cellules[colonne.cle], colonne)
    if ligne.cellules[colonne.cle].valeur is None or formats.mise(colonne).suffixe:
        return texte
    return f"{texte} {colonne.unite}".rstrip()


def noms_zones(resultat: Resultat) -> dict[str, str]:
    """Return the labels of the chosen zones by id, France included."""
    return {"fr": "France"} | {zone.id: zone.libelle for zone in resultat.zones}


def place(resultat: Resultat, zone: str) -> int | None:
    """Return the place of a zone among the chosen ones (0 main), None for a reference."""
    ids = [z.id for z in resultat.zones]
    return ids.index(zone) if zone in ids else None
