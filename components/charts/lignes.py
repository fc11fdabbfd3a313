"""Which rows a chart draws, and how a cell is said: shared by bars, series and their summaries."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from components import formats
from data_layer.result import Bloc, Colonne, Ligne, Resultat
from geodata.texte import sans_accent

LIMITE = 25
_PREFIXE = re.compile(r"^Bassin de vie (?:de la |de l'|de |d'|du |des )")


Rangee = tuple[Ligne, ...]
"""What is drawn under one label: the row of the main zone, then its twins under the compared ones."""


@dataclass(frozen=True, slots=True)
class Choix:
    """The rows drawn, masked last; ``omises`` are left out, ``omises_masquees`` of them masked."""

    rangees: tuple[Rangee, ...]
    omises: int
    omises_masquees: int

    @property
    def lignes(self) -> tuple[Ligne, ...]:
        """What is drawn, one after the other."""
        return tuple(ligne for rangee in self.rangees for ligne in rangee)

    def reste(self, noms: str, *, feminin: bool = False) -> str:
        """``16 sous-chapitres montrés sur 22``; empty when all are drawn. ``noms``: in the plural."""
        if not self.omises:
            return ""
        montrees, toutes = len(self.rangees), len(self.rangees) + self.omises
        accord = "montrées" if feminin else "montrés"
        texte = f"{formats.nombre(montrees)} {noms} {accord} sur {formats.nombre(toutes)}"
        if not self.omises_masquees:
            return texte
        return f"{texte}, {formats.nombre(self.omises_masquees)} des autres sans valeur"


def choisir(bloc: Bloc, limite: int = LIMITE, *, trie: bool = False) -> Choix:
    """Rank the rows of a block on its leading measure, and keep the first ``limite``.

    ``trie``: the visitor has put the rows in an order of their own, which is that of the block.

    Rows of one code under several zones stand together, in the order of the main zone and with its
    ranks, as in the table: those that it does not have come last. The chosen zones always stay. Order
    depends on shown values only, then on labels.
    """
    par_cle: dict[tuple[str, int], list[Ligne]] = {}
    for ligne in bloc.lignes():
        # What is of no zone (outside any GHT) is not the same thing in two places.
        cle = (ligne.code, 0 if ligne.code else ligne.groupe)
        par_cle.setdefault(cle, []).append(ligne)
    toutes = [_rangee(bloc, lignes) for lignes in par_cle.values()]
    toutes.sort(key=lambda rangee: _cle(bloc, rangee[0])[: 1 if trie else None])
    marquees = [r for r in toutes[limite:] if any(li.marque is not None for li in r)]
    omises = [r for r in toutes[limite:] if r not in marquees]
    sans_valeur = sum(all(li.cellules[bloc.meneuse].valeur is None for li in r) for r in omises)
    return Choix((*toutes[:limite], *marquees), len(omises), sans_valeur)


def _rangee(bloc: Bloc, lignes: list[Ligne]) -> Rangee:
    """Rows of one code, the main zone first; a product has one rank, that of the table."""
    rangees = sorted(lignes, key=lambda ligne: ligne.groupe)
    if bloc.nature == "zone":
        return tuple(rangees)
    return tuple(replace(li, rang=None) if li.groupe else li for li in rangees)


def _cle(bloc: Bloc, ligne: Ligne) -> tuple[bool, bool, float, str]:
    valeur = ligne.cellules[bloc.meneuse].valeur
    ailleurs = bloc.nature != "zone" and ligne.groupe > 0
    return ailleurs, valeur is None, -(valeur or 0.0), sans_accent(ligne.libelle)


def nom_court(ligne: Ligne) -> str:
    """Return a label without what every row of its level begins with: « Chartres » of a bassin de vie."""
    return _PREFIXE.sub("", ligne.libelle) or ligne.libelle


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


def plusieurs_zones(resultat: Resultat) -> dict[str, str] | None:
    """Return the same for a column of a table twin; None where there is one zone, which needs none."""
    return noms_zones(resultat) if len(resultat.zones) > 1 else None


def place(resultat: Resultat, zone: str) -> int | None:
    """Return the place of a zone among the chosen ones (0 main), None for a reference."""
    ids = [z.id for z in resultat.zones]
    return ids.index(zone) if zone in ids else None
