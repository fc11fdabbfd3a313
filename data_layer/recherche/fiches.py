"""Restitutions, indicators and glossary terms, found by the words that tell of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from data_layer.catalogue.schema import RACINE, Mesure, Restitution, Terme
from data_layer.recherche.modele import GenreTrouvaille, Trouvaille
from data_layer.recherche.ressemblance import DEBUT, EGAL, ressemblance
from geodata.texte import mots

# A word of the title says more about an entry than one of its summary.
_POIDS_TITRE, _POIDS_DETAIL, _POIDS_CADRE = 1.0, 0.6, 0.3
_LETTRES_POUR_UN_DETAIL = 4


@dataclass(frozen=True, slots=True)
class Fiche:
    """What may be found: the find without its note, and its words.

    ``mots_cadre`` (the restitution around an indicator) help to tell, and are not enough to find.
    """

    genre: GenreTrouvaille
    titre: str
    detail: str
    href: str
    mots_titre: tuple[str, ...]
    mots_detail: tuple[str, ...]
    mots_cadre: tuple[str, ...] = ()


def retenues(
    fiches: Sequence[Fiche], notes: Sequence[tuple[float, float]], part: float
) -> list[Trouvaille]:
    return [
        Trouvaille(f.genre, f.titre, f.detail, f.href, note)
        for f, (note, trouves) in zip(fiches, notes, strict=True)
        if trouves >= part
    ]


def noter(demandes: Sequence[str], fiche: Fiche) -> tuple[float, float]:
    """The mean likeness of the words asked, and the share of them that is found."""
    propres = [_note_du_mot(d, fiche) for d in demandes]
    if not any(propres):
        return 0.0, 0.0
    notes = [
        note or _POIDS_CADRE * any(ressemblance(d, m) >= DEBUT for m in fiche.mots_cadre)
        for d, note in zip(demandes, propres, strict=True)
    ]
    return sum(notes) / len(notes), sum(map(bool, notes)) / len(notes)


def _note_du_mot(demande: str, fiche: Fiche) -> float:
    titre = max((ressemblance(demande, m) for m in fiche.mots_titre), default=0.0)
    # In a long text a likeness or a short start is too often chance.
    seuil = DEBUT if len(demande) >= _LETTRES_POUR_UN_DETAIL else EGAL
    detail = max((ressemblance(demande, m) for m in fiche.mots_detail), default=0.0)
    return max(titre * _POIDS_TITRE, detail * _POIDS_DETAIL * (detail >= seuil))


@lru_cache(maxsize=8)
def fiches_de(
    restitutions: tuple[Restitution, ...], glossaire: tuple[Terme, ...]
) -> tuple[Fiche, ...]:
    fiches = [
        Fiche(
            GenreTrouvaille.RESTITUTION,
            r.titre,
            r.resume,
            r.chemin,
            mots(r.titre),
            mots(" ".join((r.resume, *r.mots_cles))),
        )
        for r in restitutions
    ]
    fiches += [_indicateur(r, r.mesure(cle)) for r in restitutions for cle in r.unites]
    fiches += [
        Fiche(
            GenreTrouvaille.TERME,
            t.terme,
            t.definition,
            f"/glossaire#{t.cle}",
            mots(t.terme),
            mots(f"{t.cle} {t.definition}"),
        )
        for t in glossaire
    ]
    return tuple(fiches)


def _indicateur(restitution: Restitution, mesure: Mesure) -> Fiche:
    return Fiche(
        GenreTrouvaille.INDICATEUR,
        mesure.libelle,
        restitution.titre,
        adresse_de_mesure(restitution, mesure),
        mots(f"{mesure.libelle} {mesure.court}"),
        mots(mesure.definition),
        mots(restitution.titre),
    )


def adresse_de_mesure(restitution: Restitution, mesure: Mesure) -> str:
    """Where a measure leads a restitution, under a family of products where it means something."""
    familles = [f for f in mesure.quand.famille if f != RACINE]
    noeud = f"noeud={familles[-1]}&" if familles else ""
    return f"{restitution.chemin}?{noeud}unite={mesure.cle}"
