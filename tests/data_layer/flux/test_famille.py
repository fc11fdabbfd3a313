"""What is published of flows, what is refused and offered instead; how other régions are told together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from data_layer.flux.modele import TYPES_DE_SEJOUR
from data_layer.flux.publie import FRANCE, publiee
from data_layer.selection import Periode, ecrire, lire
from tests.data_layer.test_selection_flux import R, contexte
from tests.fabrique import petit_flux


def _lire(slug, requete):
    import data_layer

    lue = data_layer.repondre(slug, requete)
    assert lue.lu.avis == (), requete
    return lue.resultat


@pytest.mark.parametrize(
    ("de", "vers", "profondeur", "types", "famille", "attendu"),
    [
        ("code", FRANCE, 2, (1, 2), "mco", True),
        ("code", FRANCE, 2, (1, 2), "ssr", False),
        ("code", FRANCE, 1, (1,), "mco", False),
        ("code", FRANCE, 1, (3,), "mco", True),
        ("code", "finess", 1, (1, 2), "psy", True),
        ("code", "tds", 1, (1, 2), "mco", False),
        ("bv", FRANCE, 1, (1,), "had", True),
        ("bv", FRANCE, 2, (1, 2), "had", False),
        ("bv", "finess", 1, (1, 2), "mco", False),
        ("departement", FRANCE, 2, (2,), "ssr", True),
        ("departement", FRANCE, 3, (1, 2), "mco", False),
        ("tds", FRANCE, 3, (1, 2), "mco", False),
        ("region", FRANCE, 3, (1,), "mco", True),
        ("region", "finess", 3, (1, 2), "mco", True),
        ("region", "finess", 3, (1,), "mco", False),
        ("region", "fig", 3, (1, 2), "mco", False),
        (FRANCE, "genre", 3, (1, 2), "mco", True),
        (FRANCE, "departement", 3, (1, 2), "mco", False),
        ("departement", "departement", 2, (1,), "mco", True),
        ("departement", "tds", 1, TYPES_DE_SEJOUR, "mco", False),
    ],
)
def test_la_famille(de, vers, profondeur, types, famille, attendu):
    assert publiee(de, vers, profondeur, types, famille, strates=False) is attendu


@pytest.mark.parametrize(
    ("slug", "requete", "dites"),
    [
        ("cartographie", "noeud=cm-08", {"Activité : SSR"}),
        ("cartographie", "noeud=rac-06C04", {"Activité : Digestif", "Activité : MCO"}),
        ("taux-de-recours", "noeud=mpp-04&niveau=bv", {"Par département", "Activité : HAD"}),
        ("taux-de-recours", "noeud=rac-06C04&niveau=departement", {"Par région"}),
        ("taux-de-recours", "zone=dep-37&noeud=mco&par=classification&niveau=racine", set()),
        ("parts-de-marche", "noeud=rac-06C04&niveau=site", {"Par établissement"}),
        ("parts-de-marche", "noeud=rac-06C04&zone=dep-37", {"Centre-Val de Loire", "France"}),
        ("parts-de-marche", "noeud=rac-06C04&type=hc", {"Tous types de prise en charge"}),
        ("analyse-croisee", "noeud=gn-0803", {"Activité : SSR"}),
    ],
)
def test_un_refus_propose_ce_qui_est_publie(publie, slug, requete, dites):
    refus = _lire(slug, requete).refus
    assert refus is not None and refus.propositions
    assert dites <= {libelle for libelle, _ in refus.propositions}
    for _, choix in refus.propositions:
        suite = _lire(slug, ecrire(choix, contexte()))
        assert suite.refus is None and len(suite.bloc) > 0


def test_les_autres_regions_sont_dites_ensemble(publie, base):
    """In a zone, rows of its own région one by one, and one row for each of the others."""
    bloc = _lire("parts-de-marche", "zone=dep-37").bloc
    loin = {x.code: x for x in bloc.lignes() if x.code.startswith("reg-")}
    assert set(loin) == {"reg-44", "reg-53"}
    assert loin["reg-44"].libelle == "Établissements d'autres régions\u202f: Grand Est"
    assert loin["reg-44"].cible is None
    sites = {s["finess"]: s["region"] for s in base.sites.values()}
    assert {sites[x.code] for x in bloc.lignes() if x.code not in loin} == {"24"}
    assert not any(
        x.code.startswith("reg-") for x in _lire("parts-de-marche", "zone=fr").bloc.lignes()
    )


def test_le_recrutement_se_dit_dans_sa_region(publie):
    """Codes of other régions are published by région only, by rule: zeros too."""
    bloc = _lire("cartographie", "zone=fin-370000008&indicateur=recrutement").bloc
    for x in bloc.lignes():
        if x.code[:2] not in ("37", "41"):
            assert {str(c.statut) for c in x.cellules.values()} == {"hors_region"}
    assert any(x.cellules["volume"].statut == "ok" for x in bloc.lignes())


def test_les_etablissements_du_refus_de_recrutement_sont_dans_l_ordre(publie):
    for zone in ("reg-24", "dep-29", "bv-37002", "fr"):
        resultat = _lire("cartographie", f"zone={zone}&indicateur=recrutement")
        offerts = [choix.zone for _, choix in resultat.refus.propositions if choix.zone != zone]
        requete = {"bv-37002": "dep-37"}.get(zone, zone)
        cercles = _lire("cartographie", f"zone={requete}&cercles=oui").blocs["cercles"]
        lus = {x.code: x.cellules["volume"] for x in cercles.lignes()}
        volumes = [lus[z.removeprefix("fin-")].valeur for z in offerts]
        assert len(volumes) == 3 and volumes == sorted(volumes, reverse=True)
        assert volumes[0] == max(c.valeur for c in lus.values() if c.statut == "ok")


def test_une_autre_region_peut_etre_le_pole(entrepot_du_flux):
    """Residents of one code who all go to Grand Est: their pole is there, the town is not told."""
    import data_layer
    from data_layer import warehouse

    petit = petit_flux.fabriquer()
    f = {c: np.asarray(v).copy() for c, v in petit.faits[2021].items()}
    ailleurs = petit.tables["sites"]["region"].index("44") + 1
    f["site"][f["residence"] == 1] = ailleurs
    petit = replace(petit, faits={**petit.faits, 2021: f})
    warehouse.publier("flux", lambda chantier: petit_flux.ecrire(chantier, petit))
    data_layer.vider_memoire()
    lignes = {
        x.code: x for x in _lire("cartographie", "indicateur=pole&unite=part_pole").bloc.lignes()
    }
    ligne = lignes[petit.tables["residences"]["code"][0]]
    assert ligne.remarques == ("ailleurs : Grand Est",)
    assert ligne.cellules["part_pole"].valeur == 100


def test_une_zone_sans_sejour_a_l_intervalle_de_la_racine_en_sejours(publie):
    """At the root nothing is multiplied by units a stay: a rate of 0 has the limit of a count of 0."""
    bloc = _lire("taux-de-recours", "noeud=tout&niveau=bv").bloc
    ligne = next(x for x in bloc.lignes() if x.code == "29009")
    mco = _lire("taux-de-recours", "noeud=mco&niveau=bv").bloc
    ligne_mco = next(x for x in mco.lignes() if x.code == "29009")
    assert ligne.cellules["taux_standardise"].valeur == 0
    # One stay is one unit in MCO.
    assert ligne.cellules["ic_haut"].valeur == pytest.approx(ligne_mco.cellules["ic_haut"].valeur)


@pytest.mark.parametrize("slug", R)
def test_un_noeud_inconnu_se_dit_dans_les_mots_de_la_classification(slug):
    (avis,) = lire(R[slug], "noeud=zut", contexte()).avis
    assert avis.message == (
        "L'activité « zut » n'est pas dans la classification. Un code s'écrit mco, had, ssr, psy, dom-01, "
        "rac-06C04, mpp-04, cm-08, gn-0803 ou cat-f3. Choisissez-en un."
    )


def test_une_annee_hors_du_champ_s_ecrit_comme_la_plus_proche():
    carte = R["cartographie"]
    had = lire(carte, "noeud=had&periode=2018&vs_periode=2019", contexte()).selection
    suite = lire(carte, ecrire(had.avec(noeud="mco"), contexte()), contexte())
    assert suite.avis == () and suite.selection.periode == Periode(2019, 2019)
    assert suite.selection.vs_periode is None
