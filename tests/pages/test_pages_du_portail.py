"""The pages of the portal: every address they give exists, every word they underline is explained."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from dash import html

from components.coquille import GABARIT_HTML, coquille
from components.mises_a_jour import MiseAJour
from components.termes import nom_court, terme
from data_layer.catalogue import glossaire, restitutions, themes
from geodata.texte import sans_accent
from pages import accueil, introuvable, methodologie, plan, recherche
from pages import glossaire as page_glossaire
from tests.pages.arbre import (
    composants,
    fautes_de_typographie,
    identifiants,
    liens,
    noeuds,
    texte,
)

RACINE = Path(__file__).parents[2]
MAJ = (
    MiseAJour("a", "Activité MCO", "2026-11-20", "2015-2024", True, "ATIH", "Libre", "Source ATIH"),
)
PAGES: dict[str, Any] = {
    "accueil": accueil.contenu(themes(), restitutions(), MAJ),
    "glossaire": page_glossaire.contenu(glossaire()),
    "methodologie": methodologie.contenu(MAJ, ("Contours IGN",)),
    "plan": plan.contenu(themes(), restitutions()),
    "introuvable": introuvable.page("/perdu"),
    "recherche": recherche.contenu("", ()),
    "coquille": coquille(
        html.Div(), version="2026-11-20", synthetique=True, credits=("Source ATIH",)
    ),
}
DU_CATALOGUE = {r.resume for r in restitutions()} | {t.resume for t in themes()}
CHEMINS = {"/", "/plan", "/glossaire", "/methodologie", "/recherche", "/api/"}


@pytest.mark.parametrize("nom", PAGES)
def test_les_identifiants_sont_uniques(nom: str) -> None:
    ids = identifiants(PAGES[nom])
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("nom", [n for n in PAGES if n != "coquille"])
def test_une_page_a_un_titre_et_un_seul(nom: str) -> None:
    titres = [n for n in noeuds(PAGES[nom]) if type(n).__name__ == "H1"]
    assert len(titres) == 1


@pytest.mark.parametrize("nom", PAGES)
def test_les_adresses_internes_existent(nom: str) -> None:
    slugs = {f"/r/{r.slug}" for r in restitutions()}
    ancres = {"#contenu", *(f"#{i}" for i in identifiants(PAGES[nom]))}
    for href in liens(PAGES[nom]):
        chemin, _, ancre = href.partition("#")
        assert href.startswith("http") or chemin.split("?")[0] in CHEMINS | slugs or href in ancres
        if chemin in ("/glossaire", "/methodologie") and ancre:
            assert ancre in identifiants(PAGES[chemin[1:]])


@pytest.mark.parametrize("nom", PAGES)
def test_la_typographie_ne_laisse_pas_un_signe_seul_en_debut_de_ligne(nom: str) -> None:
    propres = [t for t in fautes_de_typographie(PAGES[nom]) if t not in DU_CATALOGUE]
    assert propres == []


def test_le_glossaire_est_complet_et_ses_renvois_menent_quelque_part() -> None:
    cles = [t.cle for t in glossaire()]
    assert len(cles) == len(set(cles)) >= 40
    assert all(v in cles and v != t.cle for t in glossaire() for v in t.voir)
    termes = [texte(n) for n in noeuds(PAGES["glossaire"]) if type(n).__name__ == "Dt"]
    assert termes == sorted((t.terme for t in glossaire()), key=sans_accent)


def test_chaque_mot_souligne_a_une_entree() -> None:
    cles = {t.cle for t in glossaire()}
    for dossier in ("components", "pages"):
        for fichier in (RACINE / dossier).rglob("*.py"):
            for cle in re.findall(r'\bterme\(\s*"([\w-]+)"', fichier.read_text("utf-8")):
                assert cle in cles, f"{fichier.name} : {cle}"


def test_un_terme_porte_sa_definition_et_un_inconnu_reste_du_texte() -> None:
    mot: Any = terme("dms")
    assert mot.href == "/glossaire#dms"
    assert mot.children == "DMS"
    assert "nuits" in getattr(mot, "data-definition")
    assert terme("inexistant", "un mot") == "un mot"
    assert nom_court(next(t for t in glossaire() if t.cle == "seance")) == "Séance"


def test_le_bandeau_synthetique_ne_parait_que_s_il_le_faut() -> None:
    reelle = coquille(html.Div(), version="x", synthetique=False)
    assert not composants(reelle, "bandeau-synthetique")
    assert composants(PAGES["coquille"], "bandeau-synthetique")


def test_le_pied_cite_sources_licence_et_mise_a_jour() -> None:
    (pied,) = composants(PAGES["coquille"], "pied")
    assert all(mot in texte(pied) for mot in ("Source ATIH", "EUPL-1.2", "2026-11-20"))


def test_la_methode_dit_la_regle_et_sa_limite() -> None:
    dit = texte(PAGES["methodologie"])
    assert "de 1 à 10 n'est jamais montré" in dit
    assert "n'est pas encore empêchée" in dit
    # Totals of facts are exact: it is said, with an example that can be done again.
    assert "Une ligne masquée seule se retrouve donc par soustraction" in dit
    assert 100 - (50 + 30 + 13) == 7
    assert "50, 30 et 13" in dit and "il en a 7" in dit


@pytest.mark.parametrize("requete", ["", "?q=", "?q=%FF%FE", "?q=" + "a" * 9000, "?autre=1&q=<b>"])
def test_la_page_de_recherche_lit_toute_adresse(requete: str) -> None:
    assert "Recherche" in texte(recherche.page(requete))


def test_le_gabarit_est_francais_et_pose_le_theme_avant_de_peindre() -> None:
    assert '<html lang="fr">' in GABARIT_HTML
    assert GABARIT_HTML.index("theme.js") < GABARIT_HTML.index("{%css%}")
    assert all(
        m in GABARIT_HTML for m in ("{%app_entry%}", "{%config%}", "{%scripts%}", "{%renderer%}")
    )
