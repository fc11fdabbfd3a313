"""The table twin: written at once, or sent as data that the page makes when it is opened."""

from __future__ import annotations

import json

from dash import html

from components.tables.jumelle import DONNEES, RESUME, retouches_jumelle, table_jumelle
from tests import fabrique


def _donnees(jumelle: html.Details) -> list:
    return json.loads(getattr(jumelle.children[1], "data-table"))


def _textes(noeud) -> list[str]:
    return [noeud] if isinstance(noeud, str) else [t for e in noeud[2] for t in _textes(e)]


def _textes_composant(composant) -> list[str]:
    enfants = getattr(composant, "children", composant)
    liste = enfants if isinstance(enfants, list) else [enfants]
    return [
        t
        for e in liste
        if e is not None
        for t in ([e] if isinstance(e, str) else _textes_composant(e))
    ]


def test_the_deferred_table_says_the_same_as_the_written_one():
    for resultat in (fabrique.une_zone(), fabrique.tous_statuts(), fabrique.hostile()):
        ecrite = table_jumelle(resultat.bloc, "Titre")
        differee = table_jumelle(resultat.bloc, "Titre", differee=True)
        dits = _textes(_donnees(differee))
        assert dits == _textes_composant(ecrite.children[1].children)
        assert len(dits) > len(resultat.bloc)
        assert differee.children[1].children is None
        assert differee.children[0].children == ecrite.children[0].children


def test_the_deferred_table_keeps_its_headers_and_its_links():
    def action(ligne):
        return html.A("Détailler", href=f"/vers/{ligne.code}", **{"data-interne": "1"})

    differee = table_jumelle(fabrique.une_zone().bloc, "Titre", action=action, differee=True)
    nom, _, (legende, entete, corps) = _donnees(differee)
    assert (nom, legende[0], entete[0], corps[0]) == ("table", "caption", "thead", "tbody")
    assert all(th[1]["scope"] == "col" for th in entete[2][0][2])
    premiere = corps[2][0][2]
    assert premiere[0][:2] == ["th", {"scope": "row"}]
    assert premiere[-1][2] == [["a", {"href": "/vers/75", "data-interne": "1"}, ["Détailler"]]]


def test_another_table_takes_the_place_of_a_deferred_one():
    avant = table_jumelle(fabrique.une_zone().bloc, "Avant", differee=True)
    apres = table_jumelle(fabrique.deux_zones().bloc, "Après", differee=True)
    assert (avant.children[0].id, avant.children[1].id) == (RESUME, DONNEES)
    envoyes = dict(retouches_jumelle(apres))
    assert "5 lignes" in envoyes[RESUME]["children"]
    assert envoyes[DONNEES]["aria-label"] == "Après"
    assert json.loads(envoyes[DONNEES]["data-table"]) == _donnees(apres)
