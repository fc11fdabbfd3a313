"""The portal narrows with its circles, counts as it goes, and marks what a search found."""

from __future__ import annotations

from typing import Any

import pytest
from dash.exceptions import PreventUpdate

from callbacks.portail import filtres_apres
from components import mises_a_jour, portail, trouvailles
from data_layer.catalogue import glossaire, restitutions, themes
from data_layer.catalogue.schema import Restitution
from data_layer.recherche import chercher
from geodata.zones import zones_administratives
from tests.pages.arbre import composants, liens, texte

MCO = restitutions()[0]
HAD = MCO.model_copy(
    update={"slug": "had", "titre": "HAD", "champs": ("HAD",), "geo": ("France",), "theme": "rh"}
)
DEUX: tuple[Restitution, ...] = (MCO, HAD)


def filtres(*paires: tuple[str, str]) -> portail.Filtres:
    return frozenset(paires)


def test_sans_filtre_tout_est_la() -> None:
    assert portail.retenir(DEUX, filtres()) == DEUX


def test_un_groupe_offre_des_choix_et_deux_groupes_se_cumulent() -> None:
    les_deux = filtres(("champs", "MCO"), ("champs", "HAD"))
    assert portail.retenir(DEUX, les_deux) == DEUX
    assert portail.retenir(DEUX, les_deux | {("geo", "Région")}) == (MCO,)


def test_le_compte_d_un_cercle_depend_des_autres_groupes_seulement() -> None:
    presses = filtres(("champs", "HAD"))
    assert portail.compter(DEUX, presses, "champs", "MCO") == 1
    assert portail.compter(DEUX, presses, "geo", "Région") == 0


def test_basculer_deux_fois_ne_change_rien() -> None:
    une = portail.basculer(filtres(), "champs", "MCO")
    assert une == {("champs", "MCO")}
    assert portail.basculer(une, "champs", "MCO") == filtres()


def test_les_quatre_champs_sont_offerts_meme_sans_restitution() -> None:
    cercles = portail.cercles(restitutions())
    noms = [texte(p.children[0]) for p in composants(cercles, "puce")]
    assert noms[:4] == ["MCO", "HAD", "SSR", "PSY"]
    assert all(getattr(p, "aria-pressed") == "false" for p in composants(cercles, "puce"))


def test_les_themes_remplis_viennent_avant_ceux_a_venir() -> None:
    liste: list[Any] = list(portail.liste(themes(), restitutions()))
    a_venir = ["theme-a-venir" in s.className for s in liste]
    assert a_venir == sorted(a_venir)
    assert liens(liste[0]) == [r.chemin for r in restitutions() if r.theme == "activite"]


def test_des_filtres_sans_reponse_donnent_l_etat_vide() -> None:
    sans_psy = [r for r in restitutions() if "PSY" not in r.champs]
    liste = portail.liste(themes(), sans_psy, filtres(("champs", "PSY")))
    assert "PSY" in texte(liste)
    assert not composants(liste, "theme")


@pytest.mark.parametrize(
    ("nombre", "total", "dit"),
    [
        (0, 3, "Aucune restitution sur 3"),
        (1, 3, "1 restitution sur 3"),
        (3, 3, "3 restitutions"),
        (1, 1, "1 restitution"),
    ],
)
def test_compte(nombre: int, total: int, dit: str) -> None:
    assert portail.compte(nombre, total) == dit


CERCLES = [{"groupe": "champs", "valeur": v} for v in ("MCO", "HAD")]


def test_un_clic_presse_son_cercle_et_garde_les_autres() -> None:
    assert filtres_apres(CERCLES[1], ["true", "false"], CERCLES) == {
        ("champs", "MCO"),
        ("champs", "HAD"),
    }


def test_tout_afficher_relache_tout() -> None:
    assert filtres_apres(portail.ID_TOUT_AFFICHER, ["true", "true"], CERCLES) == frozenset()


@pytest.mark.parametrize(
    ("declencheur", "presses", "cercles"),
    [
        (None, [], []),
        ("autre", ["true"], CERCLES[:1]),
        ({"groupe": "champs"}, ["true"], CERCLES[:1]),
        (CERCLES[0], ["true"], CERCLES),
        (CERCLES[0], None, None),
        (CERCLES[0], [{}], [3]),
    ],
)
def test_un_appel_forge_ne_change_rien(declencheur: Any, presses: Any, cercles: Any) -> None:
    with pytest.raises(PreventUpdate):
        filtres_apres(declencheur, presses, cercles)


def test_une_valeur_inconnue_du_catalogue_est_laissee() -> None:
    forge = {"groupe": "champs", "valeur": "<script>"}
    assert filtres_apres(forge, ["false"], CERCLES[:1]) == frozenset()
    assert filtres_apres({"groupe": "slug", "valeur": "x"}, ["false"], CERCLES[:1]) == frozenset()


def test_les_mises_a_jour_viennent_de_la_plus_recente() -> None:
    anciennes = [
        mises_a_jour.MiseAJour("a", "Ancien", "2025-03-12", "2023", False),
        mises_a_jour.MiseAJour("b", "Récent", "2026-01-01", "2024", True),
    ]
    liste = texte(mises_a_jour.mises_a_jour(anciennes))
    assert liste.index("Récent") < liste.index("Ancien")
    assert "1er janvier 2026" in liste
    assert "(données synthétiques)" in liste


def test_sans_publication_les_mises_a_jour_le_disent() -> None:
    assert "Aucun jeu" in texte(mises_a_jour.mises_a_jour([]))


@pytest.mark.parametrize(
    ("titre", "demandes", "marques"),
    [
        ("Séjours (hors séances)", ("sejours",), ["Séjours"]),
        ("Séjours (hors séances)", ("se",), ["Sé", "sé"]),
        ("Séjours (hors séances)", ("sejurs",), ["Séjours"]),
        ("Activité MCO, Meuse", ("meuse", "activite"), ["Activité", "Meuse"]),
        ("Rien", ("autre",), []),
    ],
)
def test_surligner(titre: str, demandes: tuple[str, ...], marques: list[str]) -> None:
    morceaux = trouvailles.surligner(titre, demandes)
    assert texte(morceaux) == titre
    assert [m.children for m in morceaux if not isinstance(m, str)] == marques


def test_le_panneau_groupe_par_genre_et_mene_aux_pages() -> None:
    trouvees = chercher("séjours", restitutions(), glossaire(), zones_administratives())
    panneau = trouvailles.panneau("séjours", trouvees)
    genres = [texte(t) for t in composants(panneau, "recherche-genre")]
    assert genres == ["Restitutions", "Indicateurs", "Glossaire"]
    assert "/r/activite-mco?unite=sejours" in liens(panneau)


@pytest.mark.parametrize("vide", ["", "  ", "…", None])
def test_sans_mot_le_panneau_est_vide(vide: Any) -> None:
    assert trouvailles.panneau(vide, ()) == []
    assert trouvailles.annonce(vide, ()) == ""


def test_rien_trouve_dit_quoi_essayer() -> None:
    panneau = trouvailles.panneau("<b>zzz</b>" * 30, ())
    assert "plan du site" in texte(panneau)
    assert len(texte(panneau)) < 300
