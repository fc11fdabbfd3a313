"""The public door to the data: nothing outside this package opens Parquet or DuckDB.

``lire`` turns an address into a selection and its notices, ``query`` answers a selection. Views, files
and the API are built from what ``query`` returns, so they cannot disagree and cannot leak.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from data_layer.attributs import Attribut, attributs_etablissements
from data_layer.catalogue import glossaire, restitution, restitutions, themes
from data_layer.catalogue.schema import Restitution
from data_layer.flux import decoupages, questions
from data_layer.flux.modele import JEU
from data_layer.ouverture import (
    AucunePublication,
    DonneesAbsentes,
    Ouverture,
    controler_les_masques,
    ouvrir,
)
from data_layer.requete.repondre import ZoneAbsente, blocs_de, vue_canonique
from data_layer.requete.repondre import repondre as _repondre
from data_layer.result import Resultat
from data_layer.selection import Contexte, Lu, Selection, ecrire, maj_demandee
from data_layer.selection import lire as _lire
from data_layer.sortie import en_parquet
from data_layer.warehouse import (
    ErreurEntrepot,
    Release,
    ReleaseAbimee,
    ReleaseInconnue,
    ReleasePurgee,
    release_courante,
    releases,
)
from geodata.decoupages import Decoupage

__all__ = [
    "ANONYME",
    "Attribut",
    "AucunePublication",
    "DonneesAbsentes",
    "ErreurEntrepot",
    "Ouverture",
    "Release",
    "ReleaseAbimee",
    "ReleaseInconnue",
    "ReleasePurgee",
    "Reponse",
    "RestitutionInconnue",
    "Visiteur",
    "ZoneAbsente",
    "attributs_etablissements",
    "contexte",
    "decoupage",
    "decoupage_comprime",
    "en_parquet",
    "glossaire",
    "lire",
    "maj_demandee",
    "ouvrir",
    "query",
    "release_courante",
    "releases",
    "repondre",
    "requete_de",
    "restitution",
    "restitutions",
    "themes",
    "vider_memoire",
]


class RestitutionInconnue(Exception):
    """No restitution has this slug, or it has no such panel."""


@dataclass(frozen=True, slots=True)
class Visiteur:
    """Who asks. The mask is the same for everyone; a profile only opens restitutions."""

    profil: str | None = None


ANONYME = Visiteur()


def lire(
    slug: str, requete: str, panneau: str | None = None, ouverture: Ouverture | None = None
) -> Lu:
    """Read an address against a release: the open one given, else the one the address asks for.

    ``panneau``: one block of the page, which has its own address ``/r/<slug>/<panneau>``.

    Raises:
        RestitutionInconnue: no such slug or panel. AucunePublication, DonneesAbsentes,
        ErreurEntrepot: there is nothing to read it against.
    """
    declaree = _declaree(slug)
    if panneau is not None and panneau not in declaree.panneaux:
        raise RestitutionInconnue(f"{slug}/{panneau}")
    ouverture = ouverture or ouvrir(maj_demandee(requete))
    lu = _lire(declaree, requete, ouverture.contexte(declaree))
    return Lu(replace(lu.selection, panneau=panneau), lu.avis) if panneau else lu


def query(
    selection: Selection, viewer: Visiteur = ANONYME, ouverture: Ouverture | None = None
) -> Resultat:
    """Answer a selection: the only door to numbers, each cell through the gate.

    ``ouverture``: the release it was read against, so that one answer never mixes two; without it,
    the release that the selection names, or the live one.

    Raises:
        ZoneAbsente: the selection has still to choose a zone, or its release does not know it.
        ErreurEntrepot: see ``lire``.
    """
    ouverture = ouverture or ouvrir(selection.maj)
    if selection.maj:
        controler_les_masques(selection.restitution, ouverture.release)
    # How a result is looked at changes nothing in it: views that need the same blocks share one answer.
    blocs = blocs_de(selection)
    regard = replace(selection, vue=vue_canonique(selection))
    requete = ecrire(regard, ouverture.contexte(selection.restitution))
    resultat = _repondre_en_memoire(
        ouverture.release.id, selection.slug, requete, selection.panneau
    )
    # Panels of one page share their answer; only what the page dwells on differs.
    panneau = selection.panneau if selection.panneau in blocs else None
    return replace(resultat, selection=selection, principal=panneau or resultat.principal)


@dataclass(frozen=True, eq=False, slots=True)
class Reponse:
    """An address read, and its answer when it could be answered, all of one release."""

    requete: str
    lu: Lu
    resultat: Resultat | None
    contexte: Contexte


def repondre(
    slug: str, requete: str, panneau: str | None = None, viewer: Visiteur = ANONYME
) -> Reponse:
    """Read an address and, unless a notice forbids it, ask for its figures.

    Raises:
        The errors of ``lire`` and ``query``.
    """
    ouverture = ouvrir(maj_demandee(requete))
    lu = lire(slug, requete, panneau, ouverture)
    resultat = None if lu.bloque else query(lu.selection, viewer, ouverture)
    contexte = ouverture.contexte(lu.selection.restitution)
    return Reponse(requete.removeprefix("?"), lu, resultat, contexte)


def requete_de(selection: Selection) -> str:
    """The query string that reopens a selection."""
    return ecrire(selection, contexte(selection))


def contexte(selection: Selection) -> Contexte:
    """Zones and years that a selection may be changed to."""
    return ouvrir(selection.maj).contexte(selection.restitution)


def decoupage(selection: Selection, genre: str) -> Decoupage:
    """How the map of communes is cut into zones of a kind, in the release of a selection.

    Raises KeyError for a kind that its dataset does not make of communes.
    """
    return decoupages.decoupage(ouvrir(selection.maj).jeu(selection.restitution), genre)


def decoupage_comprime(genre: str) -> bytes:
    """What a browser reads of it: gzipped JSON, of the live release.

    Raises:
        KeyError: no such division, or no dataset of flows. The errors of ``lire``.
    """
    return decoupages.decoupage_comprime(ouvrir().release.jeux[JEU], genre)


def vider_memoire() -> None:
    """Forget answers kept in memory (benchmarks measure the door, not its memory)."""
    _repondre_en_memoire.cache_clear()
    questions.vider()


@lru_cache(maxsize=128)
def _repondre_en_memoire(release: str, slug: str, requete: str, panneau: str | None) -> Resultat:
    # An address and a release say everything, and a release never changes: safe to keep.
    ouverture, declaree = ouvrir(release), _declaree(slug)
    selection = _lire(declaree, requete, ouverture.contexte(declaree)).selection
    return _repondre(replace(selection, panneau=panneau), ouverture)


def _declaree(slug: str) -> Restitution:
    declaree = restitution(slug)
    if declaree is None:
        raise RestitutionInconnue(slug)
    return declaree
