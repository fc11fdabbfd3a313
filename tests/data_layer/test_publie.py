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


def _par_membres(zone: str, produits: str, filtres: str) -> dict[str, tuple[str, float]]:
    """By département, what establishments show one by one add up to, and whether some are masked."""
    lu = lire(f"zone={zone}&{produits}&niveau=etablissement&periode=2019-01..2019-12&{filtres}")
    index = data_layer.contexte(lu.selection).zones
    sommes: dict[str, tuple[str, float]] = {}
    for ligne in lu.bloc.lignes():
        parent = next(p for p in index.get(ligne.zone).parents if p.startswith("dep-"))
        statut, total = sommes.get(parent, ("ok", 0.0))
        cellule = ligne.cellules["sejours"]
        if str(cellule.statut) == "masque":
            statut = "borne"
        sommes[parent] = (statut, total + (cellule.valeur or 0.0))
    return sommes


@pytest.mark.parametrize("produits", ["noeud=dm", "noeud=atc-L01", "noeud=lpp-3106087"])
@pytest.mark.parametrize(
    "filtres",
    ["classe=100k-1m", "statut=public&categorie=ch", "classe=1m-5m,5m-20m&statut=public"],
)
def test_crossed_filters_say_what_establishments_do(produits: str, filtres: str) -> None:
    """A class of a zone and its complement would give back what is between them: its cells do not."""
    attendues = _par_membres("reg-75", produits, filtres)
    lu = lire(f"zone=reg-75&{produits}&niveau=departement&periode=2019-01..2019-12&{filtres}")
    assert lu.refus is None
    assert {x.zone for x in lu.bloc.lignes()} == set(attendues)
    for ligne in lu.bloc.lignes():
        cellule, (statut, somme) = ligne.cellules["sejours"], attendues[ligne.zone]
        voulu = "ok" if statut == "ok" else "au_moins" if somme else "masque"
        assert (str(cellule.statut), cellule.valeur) == (voulu, somme or None), ligne


def test_a_class_under_a_constant_perimeter_is_no_exact_set() -> None:
    """A perimeter of one's own may not go round the rule on classes."""
    adresse = "noeud=lpp-3106087&zone=ght-75G05&vue=annees&perimetre=constant"
    classes = ("", "&classe=100k-1m", "&classe=moins-100k,1m-5m,5m-20m,plus-20m,non-determinee")
    for annee in range(5):
        tout, une, autres = (
            list(lire(adresse + c).blocs["annees"].lignes())[annee].cellules["sejours"]
            for c in classes
        )
        exactes = [c.valeur for c in (tout, une, autres) if str(c.statut) == "ok"]
        if len(exactes) == 3:
            assert tout.valeur == une.valeur + autres.valeur
        assert not (str(tout.statut) == str(autres.statut) == "ok" and str(une.statut) == "masque")


def test_one_filter_of_a_zone_and_establishments_of_a_class_are_shown() -> None:
    for adresse in (
        "zone=reg-75&noeud=dm&niveau=departement&periode=2019-01..2019-12&statut=public",
        "zone=reg-75&noeud=dm&niveau=etablissement&periode=2019-01..2019-12&classe=1m-5m",
        "zone=fr&noeud=dm&par=classification&periode=2019-01..2019-12&classe=1m-5m",
        "zone=reg-75&noeud=dm&niveau=tds&periode=2019-01..2019-12",
        "zone=reg-75&noeud=dm&niveau=ght&periode=2019-01..2019-12",
    ):
        lu = lire(adresse)
        assert lu.refus is None
        assert "ok" in {str(x.cellules["sejours"].statut) for x in lu.bloc.lignes()}, adresse


def test_a_filter_of_months_that_no_establishment_tells_is_refused() -> None:
    """What is kept and what is left would cut masked counts of 2 to 10 out of a région."""
    lu = lire("zone=reg-44&noeud=dm&periode=2019-10..2019-10&categorie=ch&niveau=departement")
    assert lu.refus is not None
    assert "« Catégorie »" in lu.refus.raison
    assert any("Sans le filtre" in libelle for libelle, _ in lu.refus.propositions)
    assert statuts(lu) == CACHES


@pytest.mark.parametrize("mois", ["2019-10..2019-10", "2019-12..2019-12", "2018-08..2018-08"])
@pytest.mark.parametrize("zone", ["reg-44", "dep-69", "ght-84G02"])
def test_a_category_and_its_complement_do_not_give_the_rest(zone: str, mois: str) -> None:
    adresse = f"zone={zone}&champ=had&periode={mois}"
    tout, une, autres = (
        lire(adresse + c).bloc.tetes[0].cellules["sejours"]
        for c in ("", "&categorie=ch", "&categorie=chr,clcc,ebnl,prive")
    )
    if str(tout.statut) == str(autres.statut) == "ok":
        assert tout.valeur - autres.valeur == 0 or tout.valeur - autres.valeur > 10
        assert str(une.statut) == "ok"


def test_france_reads_alike_whatever_its_rows() -> None:
    for mois in ("01..2016-03", "04..2016-06"):
        lues = [
            lire(f"zone=fr&noeud=med&liste=atu&periode=2016-{mois}&{par}").bloc.tetes[0]
            for par in ("niveau=region", "par=classification&niveau=atc1", "niveau=etablissement")
        ]
        assert len({(str(x.cellules["sejours"].statut)) for x in lues}) == 1


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
