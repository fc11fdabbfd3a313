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
from data_layer.catalogue import glossaire, restitution, restitutions, themes
from geodata.texte import sans_accent
from pages import accueil, introuvable, methodologie, methodologie_famille, plan, recherche
from pages import glossaire as page_glossaire
from pages.methodologie_famille import Protege
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
PROTEGE = Protege(next(r for r in restitutions() if r.publication is not None))
PAGES: dict[str, Any] = {
    "accueil": accueil.contenu(themes(), restitutions(), MAJ),
    "glossaire": page_glossaire.contenu(glossaire()),
    "methodologie": methodologie.contenu(MAJ, ("Contours IGN",), (PROTEGE,)),
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
    assert "aucun effectif de 1 à 10 ne peut en être calculé" in dit
    # Addresses given elsewhere: signs, notices, the README.
    assert {"masquage", "signes", "secret", "limite", "famille"} <= set(
        identifiants(PAGES["methodologie"])
    )
    for limite in ("de l'intérieur", "D'autres publications", "se devine", "nombres entiers"):
        assert limite in dit


def test_la_famille_publiee_est_lue_dans_la_declaration() -> None:
    declaree = restitution("dm-medicaments")
    assert declaree is not None and declaree.publication is not None
    etages = declaree.publication.etages
    lignes = [n for n in noeuds(methodologie_famille.famille(PROTEGE)) if type(n).__name__ == "Tr"]
    assert len(lignes) == 1 + sum(len(e.groupements) for e in etages)
    peu = etages[0].model_copy(update={"groupements": etages[0].groupements[:1]})
    reduite = declaree.model_copy(
        update={"publication": declaree.publication.model_copy(update={"etages": (peu,)})}
    )
    autre = methodologie_famille.famille(Protege(reduite))
    assert len([n for n in noeuds(autre) if type(n).__name__ == "Tr"]) == 2


@pytest.mark.parametrize(
    ("compte", "dite"),
    [
        ((100.0, 0.0, 0.0), "rien"),
        ((100.0, 12.0, 0.004), "≤ 0,5 % · 12 % des cellules"),
        ((1000.0, 1.0, 0.0004), "≤ 0,1 % · moins de 1 % des cellules"),
        ((10.0, 9.0, 0.8), "plus de la moitié · 90 % des cellules"),
    ],
)
def test_la_part_masquee_par_niveau_est_un_palier(
    compte: tuple[float, float, float], dite: str
) -> None:
    cellules, masquees, part = compte
    lu = {
        "cellules": cellules, "primaires": 0.0, "masquees": masquees,
        "effectif": 1e6, "effectif_primaire": 0.0, "effectif_masque": part * 1e6,
    }  # fmt: skip
    rapport = {"niveaux": {"sortie": {"annee": {"region/1/champ/liste/annee/tous": lu}}}}
    table = methodologie_famille.parts_masquees(Protege(PROTEGE.restitution, rapport))
    cases = [texte(n).replace("\u202f", " ") for n in noeuds(table) if type(n).__name__ == "Td"]
    assert cases == [dite, "—", "—"]


def test_sans_rapport_aucune_part_n_est_dite() -> None:
    assert methodologie_famille.parts_masquees(PROTEGE) == []


@pytest.mark.parametrize("requete", ["", "?q=", "?q=%FF%FE", "?q=" + "a" * 9000, "?autre=1&q=<b>"])
def test_la_page_de_recherche_lit_toute_adresse(requete: str) -> None:
    assert "Recherche" in texte(recherche.page(requete))


def test_le_gabarit_est_francais_et_pose_le_theme_avant_de_peindre() -> None:
    assert '<html lang="fr">' in GABARIT_HTML
    assert GABARIT_HTML.index("theme.js") < GABARIT_HTML.index("{%css%}")
    assert all(
        m in GABARIT_HTML for m in ("{%app_entry%}", "{%config%}", "{%scripts%}", "{%renderer%}")
    )
