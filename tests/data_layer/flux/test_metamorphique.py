"""The same figure by every way that leads to it, and what adds up adds up."""

from __future__ import annotations

import itertools

import pytest

from tests.data_layer.flux.demandes import annees, types
from tests.data_layer.flux.oracle_base import Demande

CHAMPS = ("mco", "had", "ssr", "psy", "dom-02", "cm-08")
CAS = [(n, t, a) for n in CHAMPS for t in types(n, "analyse-croisee") for a in annees(n)[-2:]]
DEPARTEMENTS = ("29", "35", "37", "41", "54", "55")


def _lire(slug, **choix):
    import data_layer

    lue = data_layer.repondre(slug, Demande(slug, **choix).requete())
    assert lue.lu.avis == ()
    return lue.resultat


def _dites(ligne):
    return {c: (x.valeur, str(x.statut)) for c, x in ligne.cellules.items()}


def _lignes(bloc):
    return {(x.groupe, x.code): _dites(x) for x in bloc.lignes()}


def _ok(lignes, mesure):
    return all(x[mesure][1] == "ok" for x in lignes)


@pytest.mark.parametrize(("noeud", "genre", "annee"), CAS[::3])
def test_un_departement_se_lit_de_meme_partout(publie, noeud, genre, annee):
    commun = {"noeud": noeud, "type": genre, "annee": annee, "niveau": "departement"}
    france = _lignes(_lire("taux-de-recours", **commun).bloc)
    region = _lire("taux-de-recours", zone="reg-24", vs="dep-54", **commun)
    for code in ("37", "41"):
        assert _lignes(region.bloc)[0, code] == france[0, code]
    seule = _lire("taux-de-recours", zone="dep-37", vs="dep-54", **commun)
    for ligne, code in zip(seule.bloc.tetes, ("37", "54"), strict=True):
        tete = _dites(ligne)
        assert {c: tete[c] for c in france[0, code]} == france[0, code]
    # Consumption is the same count on another page.
    croisee = _lignes(_lire("analyse-croisee", **commun).bloc)
    for code in DEPARTEMENTS:
        assert croisee[0, code]["consommation"] == france[0, code]["volume"]


@pytest.mark.parametrize(("noeud", "genre", "annee"), CAS)
def test_ce_que_la_france_consomme_est_ce_qu_elle_produit(publie, noeud, genre, annee):
    lu = _lire("analyse-croisee", noeud=noeud, type=genre, annee=annee, niveau="departement")
    (tete,) = lu.bloc.tetes
    tete, lignes = _dites(tete), [_dites(x) for x in lu.bloc.lignes()]
    assert tete["consommation"] == tete["production"]
    for mesure in ("consommation", "production"):
        if _ok(lignes, mesure):
            assert sum(x[mesure][0] for x in lignes) == tete["consommation"][0]
    for x in lignes:
        if x["fuite"][1] == "ok":
            assert x["fuite"][0] + x["autosuffisance"][0] == pytest.approx(100)


@pytest.mark.parametrize(("noeud", "genre", "annee"), CAS[::2])
@pytest.mark.parametrize("zone", ["fr", "dep-37"])
def test_les_parts_font_cent(publie, noeud, genre, annee, zone):
    commun = {"noeud": noeud, "type": genre, "annee": annee, "zone": zone}
    par_site = _lire("parts-de-marche", niveau="site", **commun)
    par_entite = _lire("parts-de-marche", niveau="etablissement", **commun)
    for lu in (par_site, par_entite):
        lignes = [_dites(x) for x in lu.bloc.lignes()]
        somme = sum(x["part"][0] or 0 for x in lignes)
        assert somme == pytest.approx(100) if _ok(lignes, "part") else somme < 100 + 1e-9
        assert _dites(lu.bloc.tetes[0]) == _dites(par_site.bloc.tetes[0])
    # Nested kinds: an upper line is the sum of its lower ones where these are shown.
    genres = {x.code: _dites(x) for x in par_site.blocs["synthese"].lignes()}
    for code, lue in genres.items():
        dessous = [x for c, x in genres.items() if c.rpartition("-")[0] == code]
        if dessous and _ok(dessous, "volume") and lue["volume"][1] == "ok":
            assert sum(x["volume"][0] for x in dessous) == lue["volume"][0]
    assert (
        _lignes(par_site.blocs["evolution"])[0, f"{annee}|oqn-prive"]["volume"]
        == (genres["oqn-prive"]["volume"])
    )


@pytest.mark.parametrize(("noeud", "annee"), list(itertools.product(CHAMPS, (2020, 2021))))
def test_une_region_est_la_somme_de_ses_departements_et_de_ses_codes(publie, noeud, annee):
    regions = _lignes(_lire("taux-de-recours", noeud=noeud, annee=annee, niveau="region").bloc)
    deps = _lignes(_lire("taux-de-recours", noeud=noeud, annee=annee, niveau="departement").bloc)
    codes = _lignes(
        _lire(
            "cartographie", noeud=noeud, annee=annee, niveau="pmsi", indicateur="consommation"
        ).bloc
    )
    comparees = 0
    for region, dedans in (("24", ("37", "41")), ("44", ("54", "55")), ("53", ("29", "35"))):
        parties = [deps[0, d] for d in dedans]
        assert sum(x["population"][0] for x in parties) == regions[0, region]["population"][0]
        if _ok([*parties, regions[0, region]], "volume"):
            comparees += 1
            assert sum(x["volume"][0] for x in parties) == regions[0, region]["volume"][0]
        siens = [x for (_, c), x in codes.items() if c[:2] in dedans]
        # Codes of this depth are published in MCO alone.
        if siens and _ok([*siens, regions[0, region]], "volume"):
            comparees += 1
            assert sum(x["volume"][0] for x in siens) == regions[0, region]["volume"][0]
    assert comparees or noeud in ("psy", "had")


def test_la_carte_d_un_etablissement_est_sa_ligne_de_parts(publie):
    """What a hospital draws from all codes is what it has in the shares of France."""
    carte = _lire("cartographie", zone="fin-370000008", niveau="pmsi", indicateur="recrutement")
    parts = _lignes(_lire("parts-de-marche", niveau="etablissement").bloc)
    assert _dites(carte.bloc.tetes[0])["volume"] == parts[0, "370000008"]["volume"]
