"""The search over what is in force: the catalogue, the glossary, what the live release holds."""

from __future__ import annotations

from data_layer.catalogue import glossaire, restitutions
from data_layer.catalogue.schema import Restitution
from data_layer.ouverture import AucunePublication, DonneesAbsentes, Ouverture, ouvrir
from data_layer.recherche.chercher import chercher
from data_layer.recherche.modele import Trouvaille
from data_layer.selection import Noeuds
from data_layer.warehouse import ErreurEntrepot
from geodata.codes import Codes, codes_geographiques
from geodata.contours import ContoursAbsents
from geodata.zones import zones_administratives


def trouver(texte: str, limite: int = 5) -> tuple[Trouvaille, ...]:
    """Return what ``texte`` may mean, ``limite`` finds at most of each kind; see ``chercher``.

    Without a release that can be read, zones are the régions and départements, and no product is
    known.
    """
    toutes = restitutions()
    try:
        ouverte = ouvrir()
    except (AucunePublication, ErreurEntrepot):
        return chercher(texte, toutes, glossaire(), zones_administratives(), limite, codes=_codes())
    classifications = [(r, n) for r in toutes if (n := _noeuds(ouverte, r)) is not None]
    return chercher(
        texte, toutes, glossaire(), ouverte.zones, limite, classifications, codes=_codes()
    )


def _codes() -> Codes | None:
    """PMSI codes; None where the geography was not built."""
    try:
        return codes_geographiques()
    except ContoursAbsents:
        return None


def _noeuds(ouverte: Ouverture, restitution: Restitution) -> Noeuds | None:
    if restitution.classification is None:
        return None
    try:
        return ouverte.contexte(restitution).noeuds
    except DonneesAbsentes:
        return None
