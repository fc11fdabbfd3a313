"""Maps of GHT and territoires de santé: drawn from their départements, whole."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from components.maps.cadrage import COURONNE, cadrer, emprise_de, reunir
from components.maps.carte import carte, sol
from components.maps.classes import Methode
from components.maps.couches import adresse_formes, contours_choisis
from components.maps.etats import non_tracable
from components.maps.lecture import compositions, fonds, partages, sans_lieu, textes, tracable
from components.maps.legende import decrire
from components.maps.planche import planche_svg
from components.maps.plans import resume_carte
from components.maps.territoires import _lire, _uni
from data_layer.catalogue.schema import Vue
from data_layer.result import Statut
from geodata.zones import Genre, Zone, zones_administratives
from tests import fabrique

LEMAN = ("dep-01", "dep-74")
AUTRES = {"ght-D02": ("dep-38",), "ght-D03": ("dep-69", "dep-42")}


def territoires(faites, zones=("reg-84",), niveau="ght", sans=(), **choix):
    """A result of these territories; those of ``sans`` are rows without a composition."""
    lignes = [
        fabrique.ligne(z.split("-")[1], f"GHT {z}", {"sejours": 100.0 * i}, rang=i, cible=z)
        for i, z in enumerate([*faites, *sans], 1)
    ]
    bloc = fabrique.bloc(lignes, niveau=niveau, mesures=[fabrique.colonne("sejours")])
    choisie = fabrique.selection(zones, niveau=niveau, vue=Vue.CARTE, **choix)
    return fabrique.resultat(replace(bloc, compositions=faites), choix=choisie)


def _rhone_alpes(**plus):
    return territoires({"ght-D01": LEMAN, **AUTRES}, **plus)


def _national():
    zones = zones_administratives().toutes(Genre.DEPARTEMENT)
    return territoires({f"tds-{z.code}": (z.id,) for z in zones}, ("fr",), "tds")


def _json(composant) -> str:
    return json.dumps(composant, default=lambda c: c.to_plotly_json(), ensure_ascii=False)


def _carte(resultat) -> str:
    return _json(carte(resultat, vers=lambda choix: "/vers", vers_fichier=lambda choix, nom: nom))


def test_a_territory_has_one_ground_and_one_tooltip(contours):
    resultat = _rhone_alpes()
    assert tracable(resultat)
    assert set(fonds(resultat, Methode.QUANTILE)) == {"ght-D01", "ght-D02", "ght-D03"}
    assert textes(resultat)["ght-D01"][0] == "GHT ght-D01"
    formes = adresse_formes(resultat, "moyen")
    assert "de=D01:01.74,D02:38,D03:69.42&autour=1" in formes
    assert formes in _carte(resultat)


def test_a_territory_without_composition_is_a_row_without_a_place(contours):
    resultat = _rhone_alpes(sans=("ght-D09",))
    assert [li.cible for li in sans_lieu(resultat)] == ["ght-D09"]
    assert "ght-D09" not in fonds(resultat, Methode.QUANTILE)
    assert any("GHT ght-D09" in note for note in decrire(resultat, Methode.QUANTILE).notes)
    assert "3 zones" in resume_carte(resultat)
    assert "GHT ght-D09" in _carte(resultat), "the twin table lists it"


def test_no_composition_at_all_is_no_map():
    resultat = territoires({}, sans=("ght-D01",))
    assert not tracable(resultat)
    assert "composition" in _json(non_tracable(resultat, lambda choix: "/vers"))
    with pytest.raises(ValueError, match="outlines"):
        planche_svg(resultat)


PARTAGEES = {"ght-A": LEMAN, "ght-B": ("dep-74", "dep-73"), "ght-C": ("dep-01",)}


def test_a_shared_departement_has_the_colour_of_none(contours):
    """dep-01 is claimed by A and C, dep-74 by A and B: whichever came first would be a lie."""
    resultat = territoires(PARTAGEES)
    assert partages(resultat) == {"dep-01": ("ght-A", "ght-C"), "dep-74": ("ght-A", "ght-B")}
    assert compositions(resultat) == {"ght-B": ("dep-73",)}
    poses = fonds(resultat, Methode.QUANTILE)
    assert (poses["dep-01"], poses["dep-74"]) == ("partage", "partage")
    assert poses["ght-B"].startswith("seq-") and "ght-A" not in poses
    bulle = textes(resultat)["dep-74"]
    assert bulle[0] == "Haute-Savoie" and "2 territoires" in bulle[1]
    assert [t.split("\u202f")[0] for t in bulle[2:]] == ["GHT ght-A", "GHT ght-B"]


def test_a_shared_departement_is_said_on_screen_and_on_the_plate(contours):
    resultat = territoires(PARTAGEES)
    legende = decrire(resultat, Methode.QUANTILE)
    (entree,) = [e for e in legende.entrees if e.fond == "partage"]
    assert entree.nombre == 2
    assert any("Ain et Haute-Savoie" in note for note in legende.notes)
    assert any("2 lignes sans lieu" in note for note in legende.notes), "A and C have no shape"
    # It comes with the départements around, and the frame holds it.
    assert "de=B:73&autour=1" in adresse_formes(resultat, "moyen")
    codes = ("01", "73", "74")
    assert cadrer(resultat).emprise == reunir(emprise_de(f"dep-{c}") for c in codes)
    planche = planche_svg(resultat)
    assert planche.count('fill="url(#partage)"') >= 3 and "Composition partagée" in planche
    assert "Composition partagée" in _carte(resultat)
    assert "partage" not in fonds(_rhone_alpes(), Methode.QUANTILE).values()


def test_when_all_is_shared_the_departements_alone_are_drawn(contours):
    resultat = territoires({"ght-A": LEMAN, "ght-B": LEMAN})
    assert tracable(resultat) and not compositions(resultat)
    assert adresse_formes(resultat, "moyen").startswith("/geodata/departement-moyen.geojson")
    ElementTree.fromstring(planche_svg(resultat))


def test_the_frame_holds_the_territories_of_the_region(contours):
    cadre = cadrer(_rhone_alpes())
    codes = ("01", "74", "38", "69", "42")
    assert cadre.emprise == reunir(emprise_de(f"dep-{c}") for c in codes)
    assert (cadre.nationale, cadre.hors, cadre.encarts) == (False, True, ())


def test_all_of_france_has_its_insets_and_the_couronne_where_it_is_divided(contours):
    cadre = cadrer(_national())
    assert cadre.nationale
    assert [e.cle for e in cadre.encarts] == ["971", "972", "973", "974", "976", "couronne"]
    assert cadre.encarts[0].zones == ("tds-971",)
    assert cadre.encarts[0].titre == "Guadeloupe"
    autres = [z.id for z in zones_administratives().toutes(Genre.DEPARTEMENT)]
    faites = {"tds-P": COURONNE}
    faites |= {f"tds-{i}": (i,) for i in map(str, autres) if i not in COURONNE}
    reunie = cadrer(territoires(faites, ("fr",), "tds"))
    assert "couronne" not in [e.cle for e in reunie.encarts]


def test_the_couronne_shows_only_its_part_of_a_territory(contours):
    faites = {"tds-A": ("dep-92", "dep-78"), "tds-B": ("dep-75",)}
    adresse = adresse_formes(territoires(faites, ("fr",), "tds"), "moyen", faites, COURONNE)
    assert "de=A:92,B:75" in adresse
    assert "autour" not in adresse


def test_the_ground_changes_with_the_composition(contours):
    autre = territoires({"ght-D01": ("dep-01", "dep-73"), **AUTRES})
    assert sol(_rhone_alpes()) == sol(_rhone_alpes())
    assert sol(autre) != sol(_rhone_alpes())


def test_a_chosen_territory_is_outlined_whatever_the_rows(contours):
    ght = Zone(Genre.GHT, "D01", "GHT Léman", ("reg-84", "fr"), composition=LEMAN)
    resultat = replace(fabrique.une_zone(), zones=(ght,))
    dit = _json(contours_choisis(resultat, tolerance="moyen")[0])
    assert dit.count("/geodata/ght-moyen.geojson?de=D01:01.74") == 2
    sans = replace(resultat, zones=(replace(ght, composition=()),))
    assert contours_choisis(sans, tolerance="moyen") == []


def test_establishments_of_a_territory_lead_to_its_maps():
    ght = Zone(Genre.GHT, "D01", "GHT Léman", ("reg-84", "fr"), composition=LEMAN)
    choix = fabrique.selection(("fr",), niveau="etablissement", vue=Vue.CARTE)
    lignes = [fabrique.ligne("740", "CH", {"sejours": 5.0}, cible="fin-740000001")]
    bloc = fabrique.bloc(lignes, niveau="etablissement", mesures=[fabrique.colonne("sejours")])
    resultat = replace(fabrique.resultat(bloc, choix=choix), zones=(ght,))
    vues = []
    dit = _json(non_tracable(resultat, lambda c: vues.append(c) or "/vers"))
    assert "des établissements" in dit
    assert (vues[0].niveau, vues[0].vue) == ("departement", Vue.CARTE)
    assert vues[-1].vue is Vue.TABLEAU


def test_the_plate_draws_territories(contours):
    for resultat in (_rhone_alpes(), _national()):
        plan = planche_svg(resultat)
        ElementTree.fromstring(plan)
        assert "Séjours (hors séances) par" in plan
    assert "GHT ght-D02" in planche_svg(_rhone_alpes())
    assert "par territoire de santé" in planche_svg(_national())


def test_paths_of_the_plate_are_united_without_their_common_border():
    gauche, droite = "M0,0l1,0 0,1-1,0Z", "M1,0l1,0 0,1-1,0Z"
    assert [len(a) for a in _lire(gauche)] == [5]
    uni = _uni([gauche, droite])
    assert uni.count("M") == 1
    assert uni.count("L") == 6
    assert _uni([gauche]) == gauche


def test_a_masked_territory_is_hatched(contours):
    lignes = [fabrique.ligne("D01", "GHT", {"sejours": Statut.MASQUE}, cible="ght-D01")]
    bloc = fabrique.bloc(lignes, niveau="ght", mesures=[fabrique.colonne("sejours")])
    bloc = replace(bloc, compositions={"ght-D01": LEMAN})
    resultat = fabrique.resultat(bloc, choix=fabrique.selection(("reg-84",), niveau="ght"))
    assert fonds(resultat, Methode.QUANTILE) == {"ght-D01": "masque"}
