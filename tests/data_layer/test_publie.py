"""What is outside the family is masked as a whole, whatever it counts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import data_layer
from data_layer import ouverture, warehouse
from data_layer.result import Resultat

pytestmark = pytest.mark.timeout(900)
CACHES = {"masque"}


@pytest.fixture(autouse=True)
def service(entrepot: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTULAN_VAR", str(entrepot))
    data_layer.vider_memoire()


def lire(adresse: str) -> Resultat:
    return data_layer.repondre("dm-medicaments", adresse).resultat


def statuts(resultat: Resultat, bloc: str = "classement") -> set[str]:
    """Of all stays of a block, its totals included."""
    lignes = (*resultat.bloc.tetes, *resultat.blocs[bloc].lignes())
    return {str(x.cellules["sejours"].statut) for x in lignes}


@pytest.mark.parametrize(
    "filtres",
    ["classe=100k-1m", "statut=public&categorie=ch", "classe=1m-5m,5m-20m&statut=public"],
)
def test_crossed_filters_of_a_zone_are_refused(filtres: str) -> None:
    """A class of a région and its complement would give back what is between them."""
    for niveau in ("departement", "ght"):
        refuse = lire(f"zone=reg-75&noeud=dm&niveau={niveau}&periode=2019-01..2019-12&{filtres}")
        assert refuse.refus is not None
        assert len(refuse.bloc)
        assert statuts(refuse) == CACHES


def test_one_filter_of_a_zone_and_establishments_of_a_class_are_shown() -> None:
    for adresse in (
        "zone=reg-75&noeud=dm&niveau=departement&periode=2019-01..2019-12&statut=public",
        "zone=reg-75&noeud=dm&niveau=etablissement&periode=2019-01..2019-12&classe=1m-5m",
        "zone=fr&noeud=dm&par=classification&periode=2019-01..2019-12&classe=1m-5m",
    ):
        lu = lire(adresse)
        assert lu.refus is None
        assert "ok" in {str(x.cellules["sejours"].statut) for x in lu.bloc.lignes()}, adresse


@pytest.mark.parametrize("plus", ["", "&vue=annees", "&vue=annees&perimetre=constant"])
def test_nothing_empty_is_told_of_a_part_of_a_year(plus: str) -> None:
    """Zeros are shown of whole years only, whether rows are there for the other axis of time or not."""
    vus = set()
    for mois in ("01", "02"):
        lu = lire(f"zone=reg-94&niveau=etablissement&periode=2019-{mois}..2019-{mois}{plus}")
        lignes = [x for b in lu.blocs.values() for x in b.lignes()] + list(lu.bloc.tetes)
        vus |= {x.cellules["sejours"].valeur for x in lignes}
    assert None in vus
    assert 0 not in vus


def test_one_set_of_masks_is_served_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """An earlier release whose masks differ would give back, with the one in force, what each hides."""
    release = warehouse.release_courante()
    assert release is not None
    adresse = f"zone=reg-75&noeud=dm&maj={release.id}"
    jeu = release.jeux["dm_medicaments"]
    for chemin, servie in ((jeu.chemin, True), (jeu.chemin.with_name("0" * 16), False)):
        neuve = replace(
            release, id="2027-01-01-00000000", jeux={jeu.name: replace(jeu, chemin=chemin)}
        )
        monkeypatch.setattr(ouverture.warehouse, "release_courante", lambda neuve=neuve: neuve)
        if servie:
            assert len(lire(adresse).bloc)
        else:
            with pytest.raises(warehouse.ReleasePurgee, match="ses masques ne sont pas ceux"):
                lire(adresse)
