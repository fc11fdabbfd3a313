"""A release opened for reading: its zones, its spans of years, its views in the engine.

One :class:`Ouverture` serves one answer from end to end, so no answer mixes two releases.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data_layer import warehouse
from data_layer.catalogue.schema import Restitution
from data_layer.engine import Moteur
from data_layer.paniers.zones import ZonesAvecPaniers
from data_layer.references import (
    Rangees,
    References,
    lire_references,
    references_du_flux,
    sans_doublons,
    zones_du_jeu,
)
from data_layer.selection import Contexte, Periode
from data_layer.warehouse import Jeu, Release
from geodata.zones import Zone, Zones, zones_administratives

_GARDEES = 4


class AucunePublication(Exception):
    """Nothing was ever published here: ``make demo`` or ``make import`` first."""


class DonneesAbsentes(Exception):
    """The release does not hold the dataset of a restitution."""


@dataclass(frozen=True, eq=False, slots=True)
class Ouverture:
    """An open release.

    ``zones``: all of them; ``zones_par_jeu``: those that a dataset knows, by its name. ``etendues``:
    dataset name -> span of years; ``references``: what facts refer to.
    """

    release: Release
    zones: Zones
    zones_par_jeu: Mapping[str, Zones]
    etendues: Mapping[str, Periode]
    references: Mapping[str, References]

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
        nom = self.jeu(restitution).name
        references = self.references.get(nom)
        if references is None:
            return Contexte(self.zones_par_jeu[nom], self.etendues[nom])
        return Contexte(
            self.zones_par_jeu[nom],
            self.etendues[nom],
            references.dernier_mois,
            references.noeuds,
            references.etendues,
        )

    def referentiel(self, jeu: str, table: str) -> Mapping[int, tuple[str, str]]:
        """Number -> (code, label) of a reference table of a fact dataset."""
        return self.references[jeu].tables[table]

    def numeros(self, jeu: str) -> Mapping[str, int]:
        """FINESS -> number in the facts of a dataset."""
        return self.references[jeu].etabs


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


def controler_les_masques(restitution: Restitution, release: Release) -> None:
    """One set of masks is served at a time: two of them together would tell what each hides.

    Raises warehouse.ReleasePurgee for a release whose masks are not those in force.
    """
    if restitution.publication is None and restitution.flux is None:
        return
    en_vigueur = warehouse.release_courante()
    if en_vigueur is None or en_vigueur.id == release.id or restitution.jeu not in en_vigueur.jeux:
        return
    if en_vigueur.jeux[restitution.jeu].empreinte != release.jeux[restitution.jeu].empreinte:
        raise warehouse.ReleasePurgee(
            f"La publication {release.id} n'est plus servie pour ces données : ses masques ne sont pas ceux "
            "d'aujourd'hui, et les deux ensemble feraient retrouver ce que chacune cache."
        )


def _fermer_les_anciennes() -> None:
    """Keep the last few open, and drop the views that none of them reads. Called under the lock."""
    for ancienne in list(_ouvertes)[:-_GARDEES]:
        fermee = _ouvertes.pop(ancienne)
        gardees = {v for o in _ouvertes.values() for v in _vues(o.release)}
        _moteur.oublier([v for v in _vues(fermee.release) if v not in gardees])


def _vues(release: Release) -> list[str]:
    return [nom_vue(jeu, table) for jeu in release.jeux.values() for table in jeu.tables]


def _ouvrir(release: Release) -> Ouverture:
    zones: list[Zone] = []
    par_jeu: dict[str, Zones] = {}
    etendues: dict[str, Periode] = {}
    references: dict[str, References] = {}
    for jeu in release.jeux.values():
        for table, fichiers in jeu.tables.items():
            _moteur.vue(nom_vue(jeu, table), fichiers)

        def lire(table: str, colonnes: str, jeu: Jeu = jeu) -> Rangees:
            return _rangees(nom_vue(jeu, table), colonnes)

        debut, fin = lire(jeu.name, "min(annee), max(annee)")[0]
        etendues[jeu.name] = Periode(int(debut), int(fin))
        if "sites" in jeu.tables:
            references[jeu.name] = references_du_flux(lire, jeu.name)
        elif "noeuds" in jeu.tables:
            references[jeu.name] = lire_references(lire, jeu.name, int(fin), set(jeu.tables))
        a_des_zones = {"etablissements", "sites"} & set(jeu.tables)
        siennes = zones_du_jeu(lire, set(jeu.tables)) if a_des_zones else []
        par_jeu[jeu.name] = _index(siennes)
        zones += siennes
    return Ouverture(release, _index(sans_doublons(zones)), par_jeu, etendues, references)


def _index(zones: Sequence[Zone]) -> Zones:
    return ZonesAvecPaniers((*zones_administratives().toutes(), *zones))


def _rangees(vue: str, colonnes: str) -> Rangees:
    lues = _moteur.executer(f'SELECT {colonnes} FROM "{vue}"')
    return list(zip(*(np.ma.asarray(c).tolist() for c in lues.values()), strict=True))
