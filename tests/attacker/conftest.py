"""A small release, dense enough to have something to hide and something to show, and its attacker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.attacker.attaque import Attaque
from tests.attacker.marche import Marcheur, campagne, listes_de_paniers, zones_vivantes
from tests.attacker.verite import Verite
from tests.attacker.visiteur import Visiteur

REGIONS = ("24", "53", "94")
TAILLE = 0.07
"""About 41,000 records of 180 establishments in three régions, 2016 to June 2021."""
GRAINE = 20190401
ANNEE = "2019-01..2019-12"
PAS = 1_050


@dataclass(frozen=True, slots=True)
class Monde:
    """The release as served: its truth, its warehouse and a folder for files."""

    verite: Verite
    var: Path
    dossier: Path


@dataclass(frozen=True, slots=True)
class Campagne:
    """An attack that was led, with the visitor who asked."""

    attaque: Attaque
    visiteur: Visiteur
    premieres: tuple[tuple[str, bytes], ...]
    """The first addresses asked, and the bytes they were answered."""


@pytest.fixture(scope="module")
def monde(dossier_var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Monde]:
    """Publish the release in a warehouse of its own, without calibration."""
    import data_layer
    from data_layer import warehouse
    from data_layer.demo import dm_medicaments

    var, original = tmp_path_factory.mktemp("attaque"), dm_medicaments.generateur
    if (dossier_var / "geodata").is_dir():
        (var / "geodata").symlink_to(dossier_var / "geodata", target_is_directory=True)

    def de_quelques_regions(*args: Any, **choix: Any) -> Any:
        generateur = original(*args, **choix)
        zones = {cle: z for cle, z in generateur.zones.items() if cle[1] in REGIONS}
        return replace(generateur, zones=zones)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTULAN_VAR", str(var))
        patch.setenv("PORTULAN_LIMITE", "0")
        data_layer.vider_memoire()
        with pytest.MonkeyPatch.context() as le_temps_d_ecrire:
            le_temps_d_ecrire.setattr(dm_medicaments, "generateur", de_quelques_regions)
            release = warehouse.publier(
                dm_medicaments.NOM,
                lambda dossier: dm_medicaments.ecrire(dossier, taille=TAILLE, calibre=False),
            )
        fichiers = release.jeux[dm_medicaments.NOM].tables
        yield Monde(Verite(fichiers), var, tmp_path_factory.mktemp("fichiers"))
    data_layer.vider_memoire()


@pytest.fixture(scope="module")
def attaque(monde: Monde) -> Campagne:
    """At least 1,500 answers: whole tables of the large zones, then walks by clicks."""
    visiteur = _visiteur(monde)
    registre = monde.verite.registre
    zones = zones_vivantes(registre)
    listes = listes_de_paniers(GRAINE, registre, chaines=8)
    paniers = [visiteur.panier(f"Panier {i}", finess) for i, finess in enumerate(listes)]
    visites = list(campagne([z for z in zones if z[:4] != "fin-"][:30], ANNEE))
    visites += Marcheur(GRAINE, registre, zones, paniers).aller(PAS)
    adresses = [f"/api/v1/r/dm-medicaments.json?{v.requete}" for v in visites[-60:]]
    premieres = tuple((a, visiteur.client.get(a).data) for a in adresses)
    menee = Attaque(registre)
    for visite in visites:
        menee.lire(visiteur.visiter(visite))
    return Campagne(menee, visiteur, premieres)


@pytest.fixture
def sans_secondaire(monde: Monde) -> Iterator[None]:
    """The primary rule alone: every count that is 0 or more than 10 is shown, whatever its key.

    What the family refuses as a whole stays refused: the control asks for whole years only.
    """
    import data_layer
    from data_layer.disclosure import Brut

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Brut, "dite", property(lambda brut: np.ones(len(brut.bas), dtype=bool)))
        data_layer.vider_memoire()
        yield
    data_layer.vider_memoire()


@pytest.fixture
def temoin(monde: Monde, sans_secondaire: None) -> Campagne:
    """The negative control: every level of both classifications, in every zone, over one year."""
    visiteur, registre = _visiteur(monde), monde.verite.registre
    menee = Attaque(registre)
    for visite in campagne(zones_vivantes(registre), ANNEE):
        menee.lire(visiteur.visiter(visite))
    return Campagne(menee, visiteur, ())


def _visiteur(monde: Monde) -> Visiteur:
    from app import create_app

    client = create_app().server.test_client()
    client.get("/")
    return Visiteur(client, monde.verite.registre, monde.dossier)
