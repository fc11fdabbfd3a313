"""The number cards: zone, leading figure, rank, companions, difference."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from dash.development.base_component import Component

from components import formats
from components.cartes_chiffres import COMPAGNES, cartes
from data_layer.catalogue.schema import Lecture
from data_layer.result import Resultat, Statut
from geodata.zones import zones_administratives
from tests import fabrique
from tests.fabrique import cas_faits


def _texte(noeud: Any) -> str:
    if noeud is None:
        return ""
    if isinstance(noeud, Component):
        return _texte(getattr(noeud, "children", None))
    if isinstance(noeud, list | tuple):
        return "".join(_texte(n) for n in noeud)
    return str(noeud)


def _par_classe(composant: Any, classe: str) -> list[Any]:
    return [c for c in composant._traverse() if getattr(c, "className", None) == classe]


def _ecart(resultat: Resultat) -> str:
    return _texte(_par_classe(cartes(resultat), "carte-ecart")[0])


def _deux(a: Any, b: Any, mesure: str = "sejours", lecture: Lecture = Lecture.TOTAL) -> Resultat:
    tetes = [
        fabrique.ligne(z[4:], fabrique.zone(z).libelle, {mesure: v}, groupe=i, marque=i, cible=z)
        for i, (z, v) in enumerate([("reg-11", a), ("reg-32", b)])
    ]
    colonne = fabrique.colonne(mesure, lecture)
    bloc = fabrique.bloc([], tetes, mesures=[colonne], meneuse=mesure)
    return fabrique.resultat(bloc, choix=fabrique.selection(("reg-11", "reg-32"), unite=mesure))


def test_one_card_per_zone_with_its_mark() -> None:
    trouvees = _par_classe(cartes(fabrique.deux_zones()), "carte-chiffre")
    assert [c.to_plotly_json()["props"]["data-zone"] for c in trouvees] == [
        "principale",
        "comparee",
    ]
    assert "Île-de-France" in _texte(trouvees[0])
    assert formats.nombre(2_345_678) in _texte(trouvees[0])


def test_one_zone_has_no_difference() -> None:
    arbre = cartes(fabrique.une_zone())
    assert len(_par_classe(arbre, "carte-chiffre")) == 1
    assert not _par_classe(arbre, "carte-ecart")


def test_companions_are_few_and_not_the_leading_one() -> None:
    liste = _par_classe(cartes(fabrique.une_zone()), "carte-liste")[0].children
    assert len(liste) == 1 + COMPAGNES
    assert [_texte(mesure.children[0]) for mesure in liste][1:] == ["Séances", "DMS", "Hommes"]
    assert "5,13 jours" in _texte(liste[2])


@pytest.mark.parametrize(
    ("zone", "rang", "attendu"),
    [
        ("reg-11", 1, "1re sur 18 régions pour les séjours (hors séances)"),
        ("reg-11", 4, "4e sur 18 régions pour les"),
        ("dep-75", 1, "1er sur 101 départements pour les"),
        ("fin-750000001", 12, "12e établissement de France pour les"),
    ],
)
def test_rank_in_french(zone: str, rang: int, attendu: str) -> None:
    tete = fabrique.ligne("x", "X", {"sejours": 5e4}, marque=0, cible=zone, rang=rang)
    bloc = fabrique.bloc([], [tete], mesures=[fabrique.colonne("sejours")])
    resultat = fabrique.resultat(bloc, choix=fabrique.selection((zone,)))
    assert attendu in _texte(cartes(resultat))


@pytest.mark.parametrize(
    ("mesure", "lecture", "attendu"),
    [
        ("seances", Lecture.TOTAL, "1re sur 18 régions pour les séances"),
        ("age_moyen", Lecture.TOTAL, "1re sur 18 régions pour l'âge moyen"),
        ("sejours", Lecture.EVOL, "1re sur 18 régions pour l'évolution des séjours (hors séances)"),
        ("age_moyen", Lecture.EVOL, "1re sur 18 régions pour l'évolution de l'âge moyen"),
    ],
)
def test_rank_names_what_is_ranked(mesure: str, lecture: Lecture, attendu: str) -> None:
    tete = fabrique.ligne("11", "X", {mesure: 50.0}, marque=0, cible="reg-11", rang=1)
    colonne = fabrique.colonne(mesure, lecture)
    bloc = fabrique.bloc([], [tete], mesures=[colonne], meneuse=mesure)
    choix = fabrique.selection(("reg-11",), unite=mesure)
    assert attendu in _texte(cartes(fabrique.resultat(bloc, choix=choix)))


def test_rank_counts_the_ranked_rows_when_they_are_the_zones_of_that_level() -> None:
    cas: list[tuple[str, fabrique.Valeur, int | None, int | None]] = [
        ("11", 9e5, 1, 0),
        ("32", 5e5, 2, None),
        ("94", Statut.MASQUE, None, None),
    ]
    lignes = [
        fabrique.ligne(c, c, {"sejours": v}, cible=f"reg-{c}", rang=r, marque=m)
        for c, v, r, m in cas
    ]
    tete = fabrique.ligne("11", "Île-de-France", {"sejours": 9e5}, marque=0, rang=1)
    bloc = fabrique.bloc(lignes, [tete], niveau="region", mesures=[fabrique.colonne("sejours")])
    assert "1re sur 2 régions" in _texte(cartes(fabrique.resultat(bloc)))


def test_no_rank_no_words_about_it() -> None:
    tete = fabrique.ligne("fr", "France", {"sejours": 9e6}, marque=0)
    bloc = fabrique.bloc([], [tete], mesures=[fabrique.colonne("sejours")])
    resultat = fabrique.resultat(bloc, choix=fabrique.selection(("fr",)))
    assert not _par_classe(cartes(resultat), "carte-note")


def test_statuses_are_words() -> None:
    assert "au moins 123\u202f456" in _texte(cartes(fabrique.tous_statuts()))
    texte = _texte(cartes(_deux(Statut.MASQUE, Statut.NON_TRANSMIS)))
    assert "masqué" in texte
    assert "non transmis" in texte


def test_difference_is_relative_to_the_compared_zone() -> None:
    assert _ecart(_deux(1230.0, 1000.0)).endswith("Hauts-de-France\u202f: +23,0\u202f%")
    assert "−50,0\u202f%" in _ecart(_deux(500.0, 1000.0))


def test_difference_of_percentages_is_in_points() -> None:
    assert "+2,5 points" in _ecart(_deux(49.5, 47.0, "part_hommes"))
    assert "+1,50 point" in _ecart(_deux(3.5, 2.0, "sejours", Lecture.EVOL))


def test_the_unit_agrees_with_what_is_written() -> None:
    assert "+2,0 points" in _ecart(_deux(48.96, 47.0, "part_hommes"))


def test_the_evolution_of_a_percentage_is_said_to_be_relative() -> None:
    relative = _deux(-7.92, 1.0, "part_deces", Lecture.EVOL)
    assert "−7,92\u202f% en valeur relative" in _texte(cartes(relative))
    assert "relative" not in _texte(cartes(_deux(1.2, 1.3, "part_deces")))
    assert "relative" not in _texte(cartes(_deux(1.2, 1.3, "sejours", Lecture.EVOL)))


def test_difference_without_a_base_is_in_units() -> None:
    assert "+40 séjours" in _ecart(_deux(40.0, 0.0))
    assert "−40 séjours" in _ecart(_deux(-50.0, -10.0, "sejours", Lecture.EVOL_VAL))


def test_difference_only_from_shown_and_whole_values() -> None:
    assert "n'est pas montrée" in _ecart(_deux(1000.0, Statut.MASQUE))
    assert "≈" in _ecart(_deux((1000.0, Statut.AU_MOINS), 500.0))
    assert "≈" in _ecart(_deux((5.0, Statut.APPROCHE), 4.0, "dms"))


def test_without_main_lines_there_is_nothing_to_see() -> None:
    vide: Any = cartes(fabrique.vide())
    assert vide.hidden is True


def test_units_and_words_of_devices() -> None:
    choix = cas_faits.choix(unite="consommation")
    cles = ("consommation", "montant", "ecart", "montant_unite")
    valeurs = dict(zip(cles, (412_345.0, 234_567_891.0, 3_214_560.0, 587.654), strict=True))
    tete = fabrique.ligne("11", "Île-de-France", valeurs, marque=0, cible="reg-11", rang=1)
    mesures = [fabrique.colonne(choix.offre.mesure(c)) for c in cles]
    bloc = fabrique.bloc([], [tete], mesures=mesures, meneuse="consommation")
    carte = cartes(cas_faits.resultat(choix, bloc))
    noms = [_texte(m.children[0]) for m in _par_classe(carte, "carte-liste")[0].children]
    assert noms == ["Consommation LPP", "Montant", "ETI", "€ moyen / LPP"]
    dit = _texte(carte)
    for valeur in (
        "412\u202f345 LPP", "234\u202f567\u202f891\u202f€", "3\u202f214\u202f560\u202f€",
        "587,65\u202f€", "1re sur 18 régions pour la consommation LPP",
    ):  # fmt: skip
        assert valeur in dit


def test_five_years_show_the_year_asked_for_not_the_main_line() -> None:
    carte = cartes(cas_faits.cinq_ans(("reg-11", "reg-32"), perimetre="constant"))
    assert "1\u202f400" in _texte(carte)
    assert "Hauts-de-France" in _texte(carte)
    assert "9\u202f900" not in _texte(carte)
    assert "+100,0" in _ecart(cas_faits.cinq_ans(("reg-11", "reg-32")))


def test_a_part_and_its_whole_say_a_share_and_no_difference() -> None:
    zones = zones_administratives()
    dans = tuple(z for i in ("reg-11", "fr") if (z := zones.get(i)) is not None)
    assert "Part de" in _ecart(replace(_deux(250.0, 1000.0), zones=dans))
    assert "25,00" in _ecart(replace(_deux(250.0, 1000.0), zones=dans))
    assert "25,00" in _ecart(replace(_deux(1000.0, 250.0), zones=dans[::-1]))
    assert "par rapport à" in _ecart(replace(_deux((250.0, Statut.AU_MOINS), 1000.0), zones=dans))
    assert "par rapport à" in _ecart(replace(_deux(5.0, 4.0, "dms"), zones=dans))
