"""What the page shows when the data layer has no answer: each of its errors has its state."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dash.development.base_component import Component

import data_layer
from components import etats
from components.adresses import adresse_corrigee
from components.etat import Issue
from data_layer.catalogue.schema import Restitution

ERREURS: tuple[type[Exception], ...] = (
    data_layer.RestitutionInconnue,
    data_layer.AucunePublication,
    data_layer.DonneesAbsentes,
    data_layer.ZoneAbsente,
    data_layer.ErreurEntrepot,
)
"""The errors that :func:`etat_de` knows; any other one is a defect, and stays one."""

_VERSIONS: Mapping[type[Exception], Callable[[str, str], Component]] = {
    data_layer.ReleasePurgee: etats.version_purgee,
    data_layer.ReleaseInconnue: etats.version_inconnue,
    data_layer.ReleaseAbimee: etats.version_abimee,
}
_NOMS = {"evolution": "Évolution"}


def etat_de(erreur: Exception, slug: str, requete: str, panneau: str | None = None) -> Component:
    """The state of an address that the data layer could not answer; ``erreur`` is one of ERREURS.

    What the address itself gets wrong is said first: a release is no matter where nothing is.
    """
    declaree = data_layer.restitution(slug)
    if declaree is None:
        return etats.introuvable(f"/r/{slug}")
    if panneau is not None and panneau not in declaree.panneaux:
        return _panneau_inconnu(declaree, requete, panneau)
    maj = data_layer.maj_demandee(requete) or ""
    vivante = adresse_corrigee(slug, requete, "maj", "", panneau)
    for genre, version in _VERSIONS.items():
        if isinstance(erreur, genre):
            return version(maj, vivante)
    if isinstance(erreur, data_layer.ZoneAbsente):
        return etats.zone_absente([Issue(declaree.titre, declaree.chemin, recharge=True)])
    autre = [Issue("Lire les données en vigueur", vivante, recharge=True)] if maj else []
    return etats.sans_donnees(_pourquoi(erreur, declaree), autre)


def _pourquoi(erreur: Exception, declaree: Restitution) -> str:
    if isinstance(erreur, data_layer.AucunePublication):
        return "Aucune donnée n'est encore publiée ici."
    if isinstance(erreur, data_layer.DonneesAbsentes):
        return f"Cette mise à jour ne contient pas les données de « {declaree.titre} »."
    return str(erreur)


def _panneau_inconnu(declaree: Restitution, requete: str, panneau: str) -> Component:
    def ailleurs(nom: str | None) -> str:
        return adresse_corrigee(declaree.slug, requete, "", "", nom)

    issues = [Issue(_NOMS.get(p, p.capitalize()), ailleurs(p)) for p in declaree.panneaux]
    entiere = Issue("La restitution entière", ailleurs(None))
    return etats.panneau_inconnu(panneau, declaree.titre, declaree.panneaux, [entiere, *issues])
