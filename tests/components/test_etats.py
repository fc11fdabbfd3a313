"""Each state says what happened, what is allowed, and gives a way on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from components import etats
from data_layer.catalogue.schema import Vue
from data_layer.selection.avis import Avis, Choix
from tests.pages.arbre import composants, fautes_de_typographie, liens, texte

ZONE = Avis(
    "zone",
    "La zone « dep-99 » est inconnue.",
    (Choix("dep-09", "Ariège"), Choix("dep-95", "Val-d'Oise")),
    bloquant=True,
)


def adresse(cle: str, valeur: str) -> str:
    return f"/r/activite-mco?{cle}={valeur}"


ETATS: dict[str, Callable[[], Any]] = {
    "vide": lambda: etats.vide("Aucun établissement.", [etats.Issue("Toutes", "/r/x")]),
    "tout_masque": lambda: etats.tout_masque("les séances", [etats.Issue("La région", "/r/x")]),
    "annee_partielle": lambda: etats.annee_partielle("Trois établissements s'arrêtent en juin."),
    "en_echec": lambda: etats.en_echec("la carte"),
    "non_autorise": lambda: etats.non_autorise("aux établissements"),
    "zone_inconnue": lambda: etats.zone_inconnue(ZONE, adresse),
    "introuvable": lambda: etats.introuvable("/perdu"),
    "version_purgee": lambda: etats.version_purgee("2025-01", "/r/x", "2026-11-20"),
    "version_inconnue": lambda: etats.version_inconnue("zz", "/r/x"),
    "version_abimee": lambda: etats.version_abimee("2025-01", "/r/x"),
    "panneau_inconnu": lambda: etats.panneau_inconnu(
        "rien", "Activité MCO", ("classement",), [etats.Issue("Classement", "/r/x/classement")]
    ),
    "zone_absente": lambda: etats.zone_absente([etats.Issue("Activité MCO", "/r/x")]),
    "sans_donnees": lambda: etats.sans_donnees("Aucune donnée n'est encore publiée ici."),
    "notice": lambda: etats.notice("Titre", "Texte."),
}


@pytest.mark.parametrize("nom", ETATS)
def test_chaque_etat_parle_et_est_annonce(nom: str) -> None:
    etat = ETATS[nom]()
    assert len(texte(etat)) > 10
    assert etat.role in ("status", "alert")
    assert fautes_de_typographie(etat) == [] or nom == "zone_inconnue"


@pytest.mark.parametrize(
    "nom", [n for n in ETATS if n not in ("annee_partielle", "en_echec", "zone_inconnue", "notice")]
)
def test_chaque_impasse_a_une_issue(nom: str) -> None:
    assert liens(ETATS[nom]())


def test_une_zone_inconnue_offre_ses_voisines_et_jamais_la_france_d_office() -> None:
    etat = ETATS["zone_inconnue"]()
    assert liens(etat) == [adresse("zone", "dep-09"), adresse("zone", "dep-95")]


def test_un_echec_a_son_bouton_et_ne_dit_rien_de_la_machine() -> None:
    etat = ETATS["en_echec"]()
    assert "data-reessayer='1'" in str(etat)
    assert "Traceback" not in texte(etat)


def test_tout_masque_mene_au_glossaire() -> None:
    assert "/glossaire#secret-statistique" in liens(ETATS["tout_masque"]())


@pytest.mark.parametrize("vue", [*Vue, "inconnue"])
def test_un_squelette_a_la_forme_de_ce_qu_il_attend(vue: Vue | str) -> None:
    squelette: Any = etats.squelette(vue)
    forme = str(vue) if vue in set(Vue) else "tableau"
    (dessin,) = composants(squelette, f"squelette-{forme}")
    assert getattr(dessin, "aria-hidden") == "true"
    assert squelette.role == "status"


def test_le_squelette_du_tableau_suit_le_nombre_de_lignes() -> None:
    assert len(composants(etats.squelette_tableau(7, 3), "squelette-rang")) == 7


def test_un_texte_de_visiteur_est_coupe_et_rendu_imprimable() -> None:
    dit = texte(etats.introuvable("/" + "\x00<script>" * 200))
    assert "\x00" not in dit
    assert len(dit) < 400


def test_une_notice_porte_ses_choix() -> None:
    avis = Avis("periode", "La période 2034 n'est pas disponible.", (Choix("2024", "2024"),))
    notices = etats.notices([avis, ZONE], adresse)
    assert len(composants(notices, "avis")) == 2
    assert adresse("periode", "2024") in liens(notices)
