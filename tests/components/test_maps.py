"""Maps: grounds, legend, states, plate. Outlines are made by hand, a square a zone."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from components import formats
from components.maps import cadrage, lecture
from components.maps.cadrage import cadrer
from components.maps.carte import carte, recolorer, retouches, sol
from components.maps.classes import Methode
from components.maps.dessin import dessiner
from components.maps.etats import non_tracable, proche
from components.maps.lecture import fonds, textes
from components.maps.legende import decrire
from components.maps.planche import planche_svg
from components.maps.plans import PIED, resume_carte
from data_layer.catalogue.schema import Vue
from data_layer.result import Statut
from geodata.zones import Genre, etablissement, zones_administratives
from tests import fabrique


def _fichier(choix, nom):
    return f"/r/{choix.slug}/{nom}?zone=x"


def _vers(choix):
    return f"/r/{choix.slug}"


def national(zones=("fr",), sans=("dep-23",)):
    lignes = [
        fabrique.ligne(z.id, z.libelle, {"sejours": Statut.MASQUE if z.id in sans else 100.0 + i},
                       rang=i + 1, cible=z.id)
        for i, z in enumerate(zones_administratives().toutes(Genre.DEPARTEMENT))
    ]  # fmt: skip
    bloc = fabrique.bloc(lignes, mesures=[fabrique.colonne("sejours")])
    return fabrique.resultat(bloc, choix=fabrique.selection(zones))


def _json(composant) -> str:
    return json.dumps(composant.to_plotly_json(), default=lambda c: c.to_plotly_json())


def test_masked_zones_are_hatched_and_have_no_tone():
    poses = fonds(national(), Methode.QUANTILE)
    assert poses["dep-23"] == "masque"
    assert {f for z, f in poses.items() if z != "dep-23"} == {f"seq-{i}" for i in range(2, 8)}
    assert "masqué" in textes(national())["dep-23"][1]


def test_legend_shows_all_that_occurs_and_nothing_else():
    legende = decrire(national(), Methode.QUANTILE)
    assert [e.libelle for e in legende.entrees][-1] == "Masqué (secret statistique)"
    assert sum(e.nombre for e in legende.entrees) == 101
    sans = decrire(national(sans=()), Methode.QUANTILE)
    assert not any(e.fond == "masque" for e in sans.entrees)


def test_evolution_has_a_diverging_scale():
    poses = fonds(fabrique.lecture_evolution(), Methode.QUANTILE)
    assert poses["dep-75"].startswith("div-")
    assert poses["dep-92"] == "div-4"


def test_france_has_its_insets_and_a_region_has_none(contours):
    cles = [encart.cle for encart in cadrage.cadrer(national()).encarts]
    assert cles == ["971", "972", "973", "974", "976", "couronne"]
    une = cadrage.cadrer(fabrique.une_zone())
    assert une.encarts == ()
    assert une.hors


def test_a_zone_overseas_beside_another_stands_in_an_inset(contours):
    lignes = [
        fabrique.ligne(z, z, {"sejours": 5.0}, cible=z) for z in ("dep-59", "dep-62", "dep-974")
    ]
    bloc = fabrique.bloc(lignes, mesures=[fabrique.colonne("sejours")])
    cadre = cadrage.cadrer(fabrique.resultat(bloc, choix=fabrique.selection(("reg-32", "reg-04"))))
    assert [encart.cle for encart in cadre.encarts] == ["974"]


def test_map_has_shapes_legend_control_and_twin(contours):
    dit = _json(carte(national(("dep-59", "dep-974")), vers=_vers, vers_fichier=_fichier))
    for morceau in (
        '"carte-formes"', '"carte-encart"', '"carte-legende"', '"carte-methode"',
        '"ScaleControl"', '"carte-teintes"', '"data-table"', "/geodata/departement-moyen.geojson",
        "carte.svg?",
    ):  # fmt: skip
        assert morceau in dit
    assert dit.count('"trait": "principale"') == 1
    # The outline overseas is drawn in the main map at its true place, and in its inset.
    assert dit.count('"trait": "comparee"') == 2


def test_a_change_of_method_sends_colours_and_legend_only(contours):
    teintes, legende = recolorer(national(), Methode.EGALES)
    assert set(teintes) == {"fonds", "textes"}
    assert len(teintes["fonds"]) == 101
    assert legende


def test_another_answer_on_the_same_ground_draws_no_outline_again(contours):
    autre = national(sans=("dep-33",))
    assert sol(autre) == sol(national())
    assert sol(national(("dep-33",))) != sol(national())
    envoyes = dict(retouches(autre, Methode.QUANTILE, _vers, _fichier))
    assert envoyes["carte-teintes"]["data"]["fonds"]["dep-33"] == "masque"
    assert "GeoJSON" not in json.dumps(envoyes, default=lambda c: c.to_plotly_json())


def test_regions_and_departements_are_two_grounds(contours):
    lignes = [
        fabrique.ligne(z.code, z.libelle, {"sejours": 5.0}, cible=z.id)
        for z in zones_administratives().toutes(Genre.REGION)
    ]
    bloc = fabrique.bloc(lignes, niveau="region", mesures=[fabrique.colonne("sejours")])
    regions = fabrique.resultat(bloc, choix=fabrique.selection(("fr",), niveau="region"))
    assert cadrage.cadrer(regions).cle == cadrage.cadrer(national()).cle
    assert sol(regions) != sol(national())


def test_without_outlines_the_map_says_which_command_to_run(tmp_path, monkeypatch):
    monkeypatch.setenv("PORTULAN_VAR", str(tmp_path))
    dit = _json(carte(national()))
    assert "make geodata" in dit
    assert '"Caption"' in dit


@pytest.mark.parametrize("resultat", [fabrique.tous_statuts(), fabrique.par_categorie()])
def test_rows_that_are_no_shapes_lead_to_the_nearest_map_and_to_their_table(resultat):
    vues = []
    dit = _json(non_tracable(resultat, lambda choix: vues.append(choix) or "/vers"))
    assert '"/vers"' in dit
    assert (vues[0].par, vues[0].niveau, vues[0].vue) == ("zone", "departement", Vue.CARTE)
    assert proche(vues[0]) == vues[0]
    assert vues[-1] == resultat.selection.avec(vue=Vue.TABLEAU)


def _etablissements(zones=("dep-63",)):
    choix = fabrique.selection(zones, niveau="etablissement", vue=Vue.CARTE)
    lignes = [fabrique.ligne("630", "CHU", {"sejours": 5.0}, cible="fin-630780989")]
    tetes = [fabrique.ligne(z, z, {"sejours": 7.0}, groupe=i) for i, z in enumerate(zones)]
    colonnes = [fabrique.colonne("sejours")]
    bloc = fabrique.bloc(lignes, tetes, niveau="etablissement", mesures=colonnes)
    return fabrique.resultat(bloc, choix=choix)


def _ways(resultat):
    vues = []
    dit = _json(carte(resultat, vers=lambda c: vues.append(c) or "/vers"))
    return dit, [(v.zone, v.niveau, v.vue) for v in vues]


def test_without_outlines_a_departement_leads_back_to_maps_that_hold_it(tmp_path, monkeypatch):
    monkeypatch.setenv("PORTULAN_VAR", str(tmp_path))
    dit, vues = _ways(_etablissements())
    assert vues == [
        ("reg-84", "departement", Vue.CARTE),
        ("dep-63", "departement", Vue.CARTE),
        ("dep-63", "etablissement", Vue.TABLEAU),
    ]
    assert json.dumps("Puy-de-Dôme")[1:-1] in dit
    assert "carte-formes" not in dit


def test_a_drill_into_a_departement_keeps_it_in_sight(contours):
    dit, vues = _ways(_etablissements())
    assert vues[:3] == [
        ("dep-63", "etablissement", Vue.TABLEAU),
        ("reg-84", "departement", Vue.CARTE),
        ("dep-63", "departement", Vue.CARTE),
    ], "the table comes first"
    assert "ne se dessinent pas" not in dit
    assert '"dep-63": "situe"' in dit and '"dep-15": "hors"' in dit
    assert dit.count("zones=dep-63") == 2, "a casing and an outline"
    assert "data-svg" not in dit, "nothing is coloured: there is no plate"


def test_an_establishment_is_shown_where_its_departement_is(contours):
    resultat = _etablissements()
    chu = etablissement("630780989", "CHU")
    dit = _json(carte(replace(resultat, zones=(chu,)), vers=_vers))
    assert '"dep-63": "situe"' in dit and dit.count("zones=dep-63") == 2


def test_a_zone_without_a_place_has_a_state_and_no_map(contours):
    dit, _ = _ways(_etablissements(("fr",)))
    assert "ne se dessinent pas" in dit
    dit, _ = _ways(_etablissements(("dep-63", "fr")))
    assert '"dep-63": "situe"' in dit, "what is compared takes nothing away"


def test_the_scale_bar_lies_on_no_shape(contours):
    """On the screen and on the plate, shapes are fitted above the strip of the bar."""
    resultat = fabrique.une_zone()
    dit = _json(carte(resultat, vers=_vers, vers_fichier=_fichier))
    assert f'"paddingBottomRight": [14, {14 + PIED}]' in dit
    css = (Path(__file__).parents[2] / "assets" / "carte.css").read_text()
    bande = re.search(r"leaflet-bottom\.leaflet-left \{[^}]*height: (\d+)px", css)
    assert bande is not None and int(bande[1]) == PIED
    (principal, *_) = dessiner("departement", cadrer(resultat))
    points = [
        float(y)
        for zone in fonds(resultat, Methode.QUANTILE)
        for _, y in re.findall(r"([\d.]+) ([\d.]+)", principal.chemins[zone])
    ]
    assert principal.pied > 0
    assert max(points) < principal.y + principal.hauteur - principal.pied


def _avec_une_ligne_sans_lieu(valeur):
    base = list(national(sans=()).bloc.lignes())
    perdue = fabrique.ligne("", "Département non déterminé", {"sejours": valeur})
    bloc = fabrique.bloc([*base, perdue], mesures=[fabrique.colonne("sejours")])
    return fabrique.resultat(bloc, choix=fabrique.selection(("fr",)))


def test_a_row_without_a_place_is_in_a_note_and_in_no_class(contours):
    resultat = _avec_une_ligne_sans_lieu(11_584.0)
    legende = decrire(resultat, Methode.QUANTILE)
    assert legende.entrees == decrire(national(sans=()), Methode.QUANTILE).entrees
    assert sum(e.nombre for e in legende.entrees) == 101
    (note,) = legende.notes
    dite = f"Département non déterminé\u202f: {formats.nombre(11_584)}"
    assert note.startswith(dite) and note.endswith(", sans lieu sur la carte.")
    assert "" not in fonds(resultat, Methode.QUANTILE)
    assert "101 zones" in resume_carte(resultat)


def test_a_masked_row_without_a_place_is_told_without_a_value():
    (note,) = decrire(_avec_une_ligne_sans_lieu(Statut.MASQUE), Methode.QUANTILE).notes
    assert note == "Département non déterminé\u202f: masqué, sans lieu sur la carte."


def test_a_zone_without_inhabitants_says_why_it_has_no_rate(monkeypatch):
    monkeypatch.setattr(lecture, "population", lambda zone: None if zone == "dep-976" else 1)
    brut = national(sans=())
    rapporte = replace(brut, selection=replace(brut.selection, pour="habitants"))
    assert rapporte.selection.rapportee
    assert decrire(brut, Methode.QUANTILE).notes == ()
    notes = decrire(rapporte, Methode.QUANTILE).notes
    assert notes == ("Mayotte\u202f: population absente de la source.",)
    monkeypatch.setattr(lecture, "population", lambda zone: None)
    (note,) = decrire(rapporte, Methode.QUANTILE).notes
    assert note.startswith("101 zones")


def test_an_evolution_shows_no_empty_class():
    for methode in Methode:
        entrees = decrire(fabrique.lecture_evolution(), methode).entrees
        assert all(e.nombre for e in entrees)
        assert sum(e.nombre for e in entrees) == 3


def test_the_plate_stands_alone(contours):
    for resultat in (national(("dep-59",)), fabrique.une_zone(synthetique=True)):
        racine = ElementTree.fromstring(planche_svg(resultat))
        dits = " ".join(texte for texte in racine.itertext())
        assert "Séjours (hors séances) par département" in dits
        assert "Source" in dits
        assert "Contours : essai" in dits
        assert "Population" not in dits
        assert float(racine.attrib["width"]) > 1000
    assert "synthétiques" in dits


def test_screen_and_plate_have_the_same_classes(contours):
    libelles = [e.libelle for e in decrire(national(), Methode.NATURELLES).entrees]
    plan = planche_svg(national(), Methode.NATURELLES)
    assert all(libelle in plan for libelle in libelles)


def test_the_plate_escapes_hostile_labels(contours):
    lignes = [
        fabrique.ligne(f"dep-{i:02}", libelle, {"sejours": 5.0 + i}, cible=f"dep-{i:02}")
        for i, libelle in enumerate(
            ['<script>x</script>"', "a\x00\x1bb & c", *fabrique.HOSTILES], 1
        )
    ]
    bloc = fabrique.bloc(lignes, mesures=[fabrique.colonne("sejours")])
    plan = planche_svg(fabrique.resultat(bloc, choix=fabrique.selection(("reg-11",))))
    ElementTree.fromstring(plan)
    assert not re.search(r"<script|<b>", plan)


def test_the_plate_refuses_rows_without_outlines():
    with pytest.raises(ValueError, match="outlines"):
        planche_svg(fabrique.tous_statuts())
