"""Nothing of 1 to 10 is worked out from what the API tells of flows; where small counts alone hide, it is."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.attacker.flux_deductions import Attaque
from tests.attacker.flux_lus import Lecteur
from tests.data_layer.flux.demandes import ANNEES, LARGES, TIRAGES, demandes
from tests.data_layer.flux.oracle_base import Base, Demande
from tests.fabrique import petit_flux

pytestmark = pytest.mark.timeout(600)
TIREES, GRAINE = 90, 20220701


def _questions() -> Iterator[Demande]:
    """By chance over the four restitutions, then every large zone of one year, which makes tables meet."""
    for slug in TIRAGES:
        yield from demandes(slug, TIREES, GRAINE)
    for noeud in ("mco", "dom-01", "had", "ssr", "psy"):
        for zone in LARGES:
            commun = {"zone": zone, "noeud": noeud, "annee": ANNEES[-1]}
            yield Demande("parts-de-marche", niveau="etablissement", **commun)
            yield Demande("parts-de-marche", niveau="site", **commun)
            yield Demande("analyse-croisee", niveau="departement", unite="fuite", **commun)
            yield Demande("taux-de-recours", niveau="departement", unite="volume", **commun)
            if zone != "fr":
                carte = {"indicateur": "consommation", "liens": "oui", "cercles": "oui"}
                yield Demande("cartographie", niveau="pmsi", unite="volume", **carte, **commun)


@dataclass(frozen=True, eq=False)
class Campagne:
    """An attack, and how many answers each restitution gave."""

    attaque: Attaque
    reponses: Counter[str]


Mener = Callable[[Callable[[Path], object]], Campagne]


@pytest.fixture
def mener(dossier_var: Path, tmp_path: Path) -> Iterator[Mener]:
    """Publish the small flows, finished by a function, and ask the API of them."""
    import data_layer
    from app import create_app
    from data_layer import warehouse

    if (dossier_var / "geodata").is_dir():
        (tmp_path / "geodata").symlink_to(dossier_var / "geodata", target_is_directory=True)

    def attaquer(finir: Callable[[Path], object]) -> Campagne:
        def remplir(chantier: Path):
            meta = petit_flux.ecrire(chantier)
            finir(chantier)
            return meta

        release = warehouse.publier("flux", remplir)
        data_layer.vider_memoire()
        lecteur = Lecteur(Base(release.jeux["flux"].tables))
        client = create_app().server.test_client()
        attaque = Attaque({a: f["sejours"] for a, f in lecteur.faits.items()})
        unites = {a: f["unites"] for a, f in lecteur.faits.items()}
        reponses: Counter[str] = Counter()
        for d in _questions():
            reponse = client.get(f"/api/v1/r/{d.slug}.json?{d.requete()}")
            assert reponse.status_code == 200, (d, reponse.text)
            contenu = json.loads(reponse.data)
            if contenu["refus"] is None:
                reponses[d.slug] += 1
                attaque.lire(lecteur.lire(d, contenu), unites)
        return Campagne(attaque, reponses)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTULAN_VAR", str(tmp_path))
        patch.setenv("PORTULAN_LIMITE", "0")
        yield attaquer
    data_layer.vider_memoire()


def test_aucun_petit_nombre_ne_se_deduit_des_quatre_restitutions(mener: Mener) -> None:
    from data_layer.flux import cubes
    from data_layer.secret.flux import proteger_flux

    def proteger(chantier: Path) -> None:
        proteger_flux(chantier)
        cubes.ecrire(chantier, list(petit_flux.ANNEES), lambda _: None)

    menee = mener(proteger)
    assert min(menee.reponses[slug] for slug in TIRAGES) > 60
    # What he takes a figure to speak of is what it is the sum of.
    assert menee.attaque.fausses[:5] == []
    bilan = menee.attaque.resoudre()
    print(f"\n{dict(menee.reponses)}, {menee.attaque.lus} figures; {bilan}")
    assert bilan.petits > 500 and bilan.relations > 1_000
    assert bilan.trouves == 0, bilan


def test_temoin_les_petits_nombres_seuls_masques_se_retrouvent(mener: Mener) -> None:
    """Keys of 0: what counts 1 to 10 is masked, and nothing else."""
    bilan = mener(lambda _: None).attaque.resoudre()
    print(f"\n{bilan}")
    assert bilan.montres == 0
    assert bilan.soustraits > 200 and bilan.epingles > 20, bilan
