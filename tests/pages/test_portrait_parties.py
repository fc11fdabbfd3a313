"""The parts of a portrait: asked each by itself, refused when forged, asked again when they failed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from dash import html

import data_layer
from components.demandes import DemandeForgee
from components.portrait import parties
from components.portrait.declaration import CHAPITRES, QUESTIONS
from components.portrait.demande import ZONE, questions_de
from components.portrait.parties import DEMANDE, PARTIES, Demande, preparer
from data_layer.result import Resultat
from pages import portrait
from tests.pages.arbre import composants, liens, noeuds, texte

DEUX = "zone=dep-37&vs=dep-41&periode=2021"


def test_la_tete_n_attend_aucun_chiffre(
    ouverture: data_layer.Ouverture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is asked for the head; each place says what it waits for, and asks for its part."""

    def jamais(*reste: Any, **options: Any) -> Resultat:
        raise AssertionError("la tête demande des chiffres")

    monkeypatch.setattr(data_layer, "query", jamais)
    page = portrait.page(DEUX)
    places = composants(page, "portrait-partie")
    magasins = [p.children[0] for p in places]
    assert [m.id for m in magasins] == [{"type": DEMANDE, "cle": c} for c in PARTIES]
    version = ouverture.release.id
    assert [Demande.recue(m.data) for m in magasins] == [Demande(c, DEUX, version) for c in PARTIES]
    for chapitre in CHAPITRES:
        (attente,) = [n for n in noeuds(page) if getattr(n, "id", None) == chapitre.cle]
        assert getattr(attente, "aria-busy") == "true"
        assert f"Préparation du chapitre «\u00a0{chapitre.titre}\u00a0»…" in texte(attente)
        (rate,) = composants(attente, "portrait-rate")
        assert rate.hidden and "n'a pas pu être affichée" in texte(rate)
        (absent,) = composants(attente, "portrait-absent")
        assert "n'était pas encore prêt" in texte(absent)


def test_les_parties_demandent_a_elles_toutes_ce_que_demande_la_page() -> None:
    assert {q for p in PARTIES for q in questions_de(p)} == QUESTIONS.keys()


@pytest.mark.parametrize(
    ("donnees", "dit"),
    [
        (None, "se demande par son nom"),
        (["taux"], "se demande par son nom"),
        ({}, "n'est pas une partie de portrait"),
        ({"partie": "../../x"}, "n'est pas une partie de portrait"),
        ({"partie": ["taux"]}, "le nom de la partie n'est pas un texte"),
        ({"partie": "taux", "requete": 3}, "la requête n'est pas un texte"),
        ({"partie": "taux", "version": {}}, "la mise à jour n'est pas un texte"),
        ({"partie": "taux", "essai": True}, "l'essai n'est pas un nombre"),
        ({"partie": "taux", "essai": -1}, "l'essai n'est pas un nombre"),
        ({"partie": "taux", "requete": "zone=dep-99"}, "La zone « dep-99 » est inconnue"),
        ({"partie": ZONE, "requete": "zone=bv-37002"}, "ne se lit pas pour"),
    ],
)
def test_une_partie_forgee_est_refusee(
    ouverture: data_layer.Ouverture, donnees: Any, dit: str
) -> None:
    with pytest.raises(DemandeForgee, match=re.escape(dit)):
        preparer(Demande.recue(donnees))


def test_une_mise_a_jour_partie_offre_de_recharger(ouverture: data_layer.Ouverture) -> None:
    (partie,) = preparer(Demande("taux", DEUX, "20200101T000000Z-abcdef"))
    assert "Les données ont changé" in texte(partie)
    assert f"/portrait?{DEUX}" in liens(partie)


def test_un_chapitre_en_echec_se_redemande(
    ouverture: data_layer.Ouverture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def casse(*reste: Any) -> Any:
        raise RuntimeError("panne d'essai")

    monkeypatch.setattr(parties, "chapitre", casse)
    demande = Demande("flux", DEUX, ouverture.release.id, essai=1)
    (rate,) = preparer(demande)
    assert "n'a pas pu être affichée" in texte(rate) and "panne d'essai" not in texte(rate)
    (bouton,) = [n for n in noeuds(rate) if isinstance(n, html.Button)]
    assert getattr(bouton, "data-reprendre") == "flux"
    assert getattr(bouton, "data-reessayer", None) is None
    monkeypatch.undo()
    suivante, _ = preparer(replace(demande, essai=2))
    assert (rate.key, suivante.key) == ("flux-1", "flux-2"), "ce que le script a écrit part avec"
