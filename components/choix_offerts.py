"""What each list of the banner offers under a selection, and whether it means something there. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

from components.choix import BRUTES, VARIABLE
from data_layer.catalogue.schema import Dimension, Grain, Vue
from data_layer.selection import (
    LIBELLES_LECTURE,
    LIBELLES_NIVEAU,
    LIBELLES_POUR,
    NOMS_MOIS,
    Contexte,
    Selection,
    libelle_nature,
)


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a list. ``note`` is read in the open list only; ``separe``: a line above it."""

    valeur: str | int
    libelle: str
    note: str = ""
    titre: str = ""
    separe: bool = False


@dataclass(frozen=True, slots=True)
class Offert:
    """What a list offers. ``cache``: it means nothing here, and is not shown."""

    options: tuple[Option, ...]
    cache: bool = False

    @property
    def empreinte(self) -> str:
        """A short text that changes when anything of it does."""
        return f"{crc32(repr(self).encode()):x}"


def offerts(selection: Selection, contexte: Contexte) -> Mapping[str, Offert]:
    """What every list but the zone pickers offers, by key, in the order they are shown.

    Every list that the restitution may ever show is there: the banner is built once.
    """
    restitution, sans_annee = selection.restitution, selection.hors_activite
    tous = _periode(selection, contexte)
    tous |= {
        # Five years have years for rows.
        "rangees": _si_plusieurs(_rangees(selection), cache=selection.vue is Vue.ANNEES),
        "unite": _si_plusieurs(_unites(selection)),
        "lecture": Offert(
            _paires(LIBELLES_LECTURE), cache=not restitution.evolutions or sans_annee
        ),
    }
    for dimension in restitution.filtres:
        offerte = next((d for d in selection.offre.filtres if d.cle == dimension.cle), None)
        sans_effet = dimension.suit and not selection.filtre(dimension.suit)
        cache = offerte is None or bool(sans_effet)
        tous[dimension.cle] = Offert(_valeurs(offerte or dimension), cache=cache)
    if restitution.par_habitant:
        # Establishments have no inhabitants.
        cache = (selection.par, selection.niveau) == ("zone", "etablissement")
        tous["pour"] = Offert((Option(BRUTES, "Non"), *_paires(LIBELLES_POUR)), cache)
    if Vue.ANNEES in restitution.formes:
        # « Périmètre » is said by the label.
        deux = (Option(VARIABLE, "De chaque année"), Option("constant", "Constant"))
        tous["perimetre"] = Offert(deux, cache=selection.vue is not Vue.ANNEES)
    return tous


def _si_plusieurs(options: tuple[Option, ...], *, cache: bool = False) -> Offert:
    """A list of one option leaves no choice: it is not shown."""
    return Offert(options, cache or len(options) < 2)


def _paires(libelles: Mapping[str, str]) -> tuple[Option, ...]:
    return tuple(Option(code, libelle) for code, libelle in libelles.items())


def _periode(selection: Selection, contexte: Contexte) -> dict[str, Offert]:
    etendue = contexte.etendue_de(selection.offre.famille)
    annees = tuple(
        Option(a, str(a), _en_cours(contexte.mois_de(a)))
        for a in range(etendue.fin, etendue.debut - 1, -1)
    )
    if selection.restitution.grain is Grain.ANNEE:
        seule = {"fin": Offert(annees, cache=selection.hors_activite)}
        return seule | {"debut": Offert(annees)} if selection.restitution.cumul else seule
    transmis = contexte.mois_de(selection.periode.fin)
    mois = tuple(Option(m, NOMS_MOIS[m - 1]) for m in range(1, transmis + 1))
    return {"annee": Offert(annees), "premier": Offert(mois), "dernier": Offert(mois)}


def _en_cours(mois: int) -> str:
    return f"en cours, jusqu'en {NOMS_MOIS[mois - 1]}" if mois < 12 else ""


def _rangees(selection: Selection) -> tuple[Option, ...]:
    """Levels of zones, then of the classification under the node, then other breakdowns."""
    restitution, natures = selection.restitution, selection.offre.natures
    groupes = [[Option(n, LIBELLES_NIVEAU[n]) for n in restitution.niveaux]]
    arbre = restitution.classification
    if arbre is not None and "classification" in natures:
        groupes.append([Option(n.cle, n.libelle) for n in arbre.niveaux_sous(selection.noeud)])
    autres = [n for n in natures if n not in ("zone", "classification")]
    groupes.append([Option(n, libelle_nature(restitution, n)) for n in autres])
    return tuple(
        Option(o.valeur, o.libelle, separe=rang > 0 and place == 0)
        for rang, groupe in enumerate(groupes)
        for place, o in enumerate(groupe)
    )


def _unites(selection: Selection) -> tuple[Option, ...]:
    offre = selection.offre
    return tuple(Option(u, offre.mesure(u).libelle) for u in offre.unites)


def _valeurs(dimension: Dimension) -> tuple[Option, ...]:
    return tuple(Option(v.code, v.court or v.libelle, titre=v.libelle) for v in dimension.valeurs)
