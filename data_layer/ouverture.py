"""A release opened for reading: its zones, its spans of years, its views in the engine.

One :class:`Ouverture` serves one answer from end to end, so no answer mixes two releases.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from data_layer import warehouse
from data_layer.catalogue.schema import Restitution
from data_layer.engine import Moteur
from data_layer.selection import Contexte, Periode
from data_layer.warehouse import Jeu, Release
from geodata.zones import Zone, Zones, etablissement, zones_administratives

_GARDEES = 4


class AucunePublication(Exception):
    """Nothing was ever published here: ``make demo`` or ``make import`` first."""


class DonneesAbsentes(Exception):
    """The release does not hold the dataset of a restitution."""


@dataclass(frozen=True, eq=False, slots=True)
class Ouverture:
    """An open release. ``etendues``: dataset name -> span of years."""

    release: Release
    zones: Zones
    etendues: Mapping[str, Periode]

    def jeu(self, restitution: Restitution) -> Jeu:
        """The dataset of a restitution.

        Raises:
            DonneesAbsentes: the release does not hold it.
        """
        try:
            return self.release.jeux[restitution.jeu]
        except KeyError:
            raise DonneesAbsentes(restitution.titre) from None

    def contexte(self, restitution: Restitution) -> Contexte:
        """What a selection of this restitution is read against."""
        return Contexte(self.zones, self.etendues[self.jeu(restitution).name])


def nom_vue(jeu: Jeu, fichier: str | None = None) -> str:
    """The engine's view over a file of a build; it carries the build's hash."""
    return f"{jeu.name}.{fichier or jeu.name}@{jeu.empreinte}"


_moteur = Moteur()
_verrou = threading.Lock()
_ouvertes: dict[str, Ouverture] = {}


def moteur() -> Moteur:
    """The engine of this process."""
    return _moteur


def ouvrir(identifiant: str | None = None) -> Ouverture:
    """Open the live release, or the named one; the last few stay open.

    Raises:
        AucunePublication: there is no live release.
        warehouse.ReleaseInconnue, warehouse.ReleasePurgee, warehouse.ReleaseAbimee: see there.
    """
    # A release never changes: once open under its name, only its being kept has to be checked.
    deja = _ouvertes.get(identifiant) if identifiant else None
    if deja is not None and warehouse.conservee(deja.release.id):
        return deja
    release = warehouse.release(identifiant) if identifiant else warehouse.release_courante()
    if release is None:
        raise AucunePublication
    ouverte = _ouvertes.get(release.id)
    if ouverte is None:
        with _verrou:
            ouverte = _ouvertes.get(release.id) or _ouvrir(release)
            _ouvertes[release.id] = ouverte
            _fermer_les_anciennes()
    return ouverte


def _fermer_les_anciennes() -> None:
    """Keep the last few open, and drop the views that none of them reads. Called under the lock."""
    for ancienne in list(_ouvertes)[:-_GARDEES]:
        fermee = _ouvertes.pop(ancienne)
        gardees = {v for o in _ouvertes.values() for v in _vues(o.release)}
        _moteur.oublier([v for v in _vues(fermee.release) if v not in gardees])


def _vues(release: Release) -> list[str]:
    return [
        nom_vue(jeu, fichier.removesuffix(".parquet"))
        for jeu in release.jeux.values()
        for fichier in jeu.schema
    ]


def _ouvrir(release: Release) -> Ouverture:
    zones: list[Zone] = []
    etendues: dict[str, Periode] = {}
    for jeu in release.jeux.values():
        for fichier in jeu.schema:
            _moteur.vue(nom_vue(jeu, fichier.removesuffix(".parquet")), [jeu.fichier(fichier)])
        bornes = _moteur.executer(f'SELECT min(annee) AS a, max(annee) AS b FROM "{nom_vue(jeu)}"')
        etendues[jeu.name] = Periode(int(bornes["a"][0]), int(bornes["b"][0]))
        if "etablissements.parquet" in jeu.schema:
            zones += _etablissements(jeu)
    return Ouverture(release, zones_administratives().avec(zones), etendues)


def _etablissements(jeu: Jeu) -> list[Zone]:
    vue = nom_vue(jeu, "etablissements")
    lignes = _moteur.executer(f'SELECT finess, libelle, alias FROM "{vue}" ORDER BY finess')
    colonnes = (np.ma.asarray(lignes[c]).tolist() for c in ("finess", "libelle", "alias"))
    return [
        etablissement(
            str(finess), str(libelle), () if alias is None else tuple(str(a) for a in alias)
        )
        for finess, libelle, alias in zip(*colonnes, strict=True)
    ]
