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
from pages import (
    accueil,
    introuvable,
    methodologie,
    methodologie_cout,
    methodologie_famille,
    plan,
    recherche,
)
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
CHEMINS = {
    "/",
    "/plan",
    "/glossaire",
    "/methodologie",
    "/recherche",
    "/codes-geographiques",
    "/api/",
}


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
    slugs = {f"/r/{r.slug}" for r in restitutions()} | {r.chemin for r in restitutions()}
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
    assert "ne se calcule par des sommes et des différences" in dit
    # Addresses given elsewhere: signs, notices, the README.
    assert {"masquage", "signes", "secret", "limite", "famille"} <= set(
        identifiants(PAGES["methodologie"])
    )
    for limite in (
        "de l'intérieur", "D'autres publications", "se devine", "nombre entier", "cases masquées",
        "utilisent les deux", "Les patients", "Chaque restitution", "Chaque mise à jour",
    ):  # fmt: skip
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


def _compte(cellules: float, primaires: float, masquees: float, part: float) -> dict[str, float]:
    return {
        "cellules": cellules, "primaires": primaires, "masquees": masquees,
        "effectif": 1e6, "effectif_primaire": 0.0, "effectif_masque": part * 1e6,
    }  # fmt: skip


def _rangees(niveaux: dict[str, dict[str, dict[str, float]]]) -> list[list[str]]:
    """Rows of the table of masked shares, the head left out."""
    rapport = {"niveaux": {"sortie": niveaux}}
    table = methodologie_cout.parts_masquees(Protege(PROTEGE.restitution, rapport))
    rangees = [n for n in noeuds(table) if type(n).__name__ == "Tr"][1:]
    return [
        [texte(n).replace("\u202f", " ") for n in noeuds(r) if type(n).__name__ in ("Th", "Td")]
        for r in rangees
    ]


@pytest.mark.parametrize(
    ("compte", "dite"),
    [
        ((100.0, 0.0, 0.0, 0.0), "rien"),
        # Of few cells, how many are of 1 to 10 would tell which.
        ((100.0, 5.0, 12.0, 0.004), "12 %≤ 0,5 % des séjours"),
        ((1000.0, 50.0, 120.0, 0.004), "12 %, dont 5 % de 1 à 10≤ 0,5 % des séjours"),
        (
            (1000.0, 0.0, 1.0, 0.0004),
            "< 1 %, dont < 1 % de 1 à 10≤ 0,1 % des séjours",
        ),
        ((10.0, 0.0, 9.0, 0.8), "90 %plus de la moitié des séjours"),
    ],
)
def test_la_part_masquee_par_niveau_est_un_palier(
    compte: tuple[float, float, float, float], dite: str
) -> None:
    niveaux = {"zones": {"region/1/champ/liste/annee/tous": _compte(*compte)}}
    assert _rangees(niveaux) == [["Année"], ["Région", dite, "—", "—", "—"]]


def test_les_parts_masquees_se_lisent_par_periode_zone_et_niveau() -> None:
    """Depths of a column are put together; unions and zones of one kind are left out."""
    peu = _compte(100.0, 0.0, 10.0, 0.001)
    niveaux = {
        "zones": {
            "etablissement/0/champ/les-atu/mois/tous": peu,
            "france/3/champ/liste/annee/tous": peu,
            "france/4/champ/liste/annee/tous": _compte(100.0, 0.0, 30.0, 0.003),
            "region/0/champ/liste/annee/tous": peu,
            "region/0/mco-had/les-atu/annee/tous": peu,
            "region*statut/0/champ/liste/annee/tous": peu,
            "departement*ght/0/champ/liste/annee/tous": peu,
        },
        "diagnostic": {"france/5/champ/liste/annee/valeur": peu},
    }
    assert _rangees(niveaux) == [
        ["Année"],
        ["France", "—", "—", "20 %≤ 0,5 % des séjours", "—"],
        ["Mois"],
        ["Établissement", "10 %≤ 0,1 % des séjours", "—", "—", "—"],
        ["Année, par diagnostic"],
        ["France", "—", "—", "—", "10 %≤ 0,1 % des séjours"],
    ]


def test_ce_que_la_construction_a_trouve_est_lu_dans_son_rapport() -> None:
    """A stage that is declared no more is not told."""
    etage = {
        "sensibles": 21639.0,
        "mondes": 12340.0,
        "etroites": 207.0,
        "seuls": 3.0,
        "petits": 7.0,
    }
    rapport = {"etages": {"zones": etage, "ghm": etage, "mois_etab": etage}}
    table = methodologie_cout.comptes(Protege(PROTEGE.restitution, rapport))
    cases = [texte(n).replace("\u202f", " ") for n in noeuds(table) if type(n).__name__ == "Td"]
    assert cases == ["21 639", "12 340", "207", "3", "7"] * 2
    assert methodologie_cout.comptes(PROTEGE) == []


def test_sans_rapport_aucune_part_n_est_dite() -> None:
    assert methodologie_cout.parts_masquees(PROTEGE) == []


@pytest.mark.parametrize("requete", ["", "?q=", "?q=%FF%FE", "?q=" + "a" * 9000, "?autre=1&q=<b>"])
def test_la_page_de_recherche_lit_toute_adresse(requete: str) -> None:
    assert "Recherche" in texte(recherche.page(requete))


def test_le_gabarit_est_francais_et_pose_le_theme_avant_de_peindre() -> None:
    assert '<html lang="fr">' in GABARIT_HTML
    assert GABARIT_HTML.index("theme.js") < GABARIT_HTML.index("{%css%}")
    assert all(
        m in GABARIT_HTML for m in ("{%app_entry%}", "{%config%}", "{%scripts%}", "{%renderer%}")
    )
