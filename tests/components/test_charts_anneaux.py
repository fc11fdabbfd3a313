"""Donuts: the same order, colours and unit in each zone; a masked slice tells nothing of its size."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from components.charts import couleurs, vue_graphique
from components.charts.anneaux import anneaux, colonne_des_parts, resume_anneaux
from components.charts.gestes import vers_la_part
from components.charts.vue import compositions
from data_layer.catalogue.schema import Lecture, Vue
from data_layer.result import Resultat, Statut
from data_layer.selection import Selection
from tests.fabrique import cas_faits

RACINE = Path(__file__).parents[2]
DEUX = ("reg-11", "reg-32")


def _statuts(valeurs: dict[str, list[Any]], **options: object) -> Resultat:
    choix = cas_faits.choix(DEUX, vue=Vue.GRAPHIQUE, **options)
    return cas_faits.resultat(
        choix, cas_faits.classement(choix), cas_faits.composition(choix, "statut", valeurs)
    )


def _vers(selection: Selection) -> str:
    return f"/vers/{selection.zone}/{selection.noeud}"


def _textes(composant: Any) -> str:
    return json.dumps(
        composant.to_plotly_json(), default=lambda c: c.to_plotly_json(), ensure_ascii=False
    )


def test_un_anneau_par_zone_dans_le_meme_ordre_et_les_memes_couleurs() -> None:
    figure = anneaux(
        _statuts({"public": [10.0, 90.0], "espic": [60.0, 5.0], "prive": [30.0, 5.0]}), "statut"
    )
    a, b = figure.data
    assert (
        a.labels
        == b.labels
        == ("Public", "Privé d'intérêt collectif (ESPIC)", "Privé à but lucratif")
    )
    assert a.marker.colors == b.marker.colors == couleurs.PARTS[:3]
    assert not a.sort
    assert a.hole == b.hole
    largeurs = [d.domain.x[1] - d.domain.x[0] for d in (a, b)]
    assert largeurs[0] == pytest.approx(largeurs[1])
    assert a.text == ("10,0\u202f%", "60,0\u202f%", "30,0\u202f%")


def test_le_milieu_dit_le_total_et_l_unite() -> None:
    figure = anneaux(_statuts({"public": [1e6, 5.0], "prive": [234_567.0, 5.0]}), "statut")
    textes = [a.text for a in figure.layout.annotations]
    assert "<b>1,2\u202fM</b><br>séjours" in textes
    assert "<b>Hauts-de-France</b>" in textes


def test_une_part_masquee_ne_dit_rien_de_sa_taille() -> None:
    """Same size whatever the others, hatched, no share, and a total that is a least one."""
    tailles = []
    for montre in (20.0, 8000.0):
        resultat = _statuts({"public": [montre, 50.0], "prive": [Statut.MASQUE, 50.0]})
        figure = anneaux(resultat, "statut")
        anneau = figure.data[0]
        tailles.append(anneau.values[1] / sum(anneau.values))
        assert anneau.text[1] == ""
        assert anneau.marker.pattern.shape == ("", "/")
        assert anneau.marker.colors[1] == couleurs.SURFACE
        assert any(a.text.startswith("<b>≥") for a in figure.layout.annotations)
        assert "Privé à but lucratif masqué" in resume_anneaux(resultat, "statut")
    assert tailles[0] == pytest.approx(tailles[1])


def test_des_patients_ne_font_pas_un_total() -> None:
    resultat = _statuts(
        {"public": [10.0, 90.0], "prive": [30.0, 5.0]}, noeud="med", unite="patients"
    )
    figure = anneaux(resultat, "statut")
    textes = [a.text for a in figure.layout.annotations]
    assert textes.count("patients") == 2
    assert "un patient peut compter dans plusieurs parts" in figure.layout.meta["sous_titre"]


def test_sous_un_taux_les_anneaux_montrent_le_nombre() -> None:
    resultat = _statuts({"public": [10.0, 90.0], "prive": [30.0, 5.0]}, pour="habitants")
    colonne = colonne_des_parts(resultat, resultat.blocs["statut"])
    assert colonne is not None
    assert colonne.cle == "sejours"


def test_rien_a_montrer_ne_fait_pas_d_anneau() -> None:
    vide = _statuts({"public": [Statut.SANS_OBJET] * 2, "prive": [Statut.SANS_OBJET] * 2})
    assert compositions(vide) == []
    assert compositions(_statuts({"public": [1.0, 2.0], "prive": [Statut.MASQUE] * 2})) == [
        "statut"
    ]


def test_les_journees_de_ssr_ne_se_comparent_a_aucun_sejour() -> None:
    choix = cas_faits.choix(noeud="med", filtres=(("champ", ("ssr",)),), vue=Vue.GRAPHIQUE)
    bloc = cas_faits.composition(choix, "champ", {"mco": [10.0], "had": [20.0]})
    assert compositions(cas_faits.resultat(choix, cas_faits.classement(choix), bloc)) == []
    mco = cas_faits.choix(noeud="med", vue=Vue.GRAPHIQUE)
    bloc = cas_faits.composition(mco, "champ", {"mco": [10.0], "had": [20.0]})
    assert compositions(cas_faits.resultat(mco, cas_faits.classement(mco), bloc)) == ["champ"]


def _sous_titre(cle: str, valeurs: dict[str, list[Any]], **options: object) -> str:
    choix = cas_faits.choix(noeud="med", vue=Vue.GRAPHIQUE, **options)
    bloc = cas_faits.composition(choix, cle, valeurs)
    resultat = cas_faits.resultat(choix, cas_faits.classement(choix), bloc)
    return str(anneaux(resultat, cle).layout.meta["sous_titre"])


def test_le_filtre_laisse_libre_n_est_pas_dit_en_vigueur() -> None:
    """Shares of MCO and HAD under « Champ : MCO » would contradict it."""
    dit = _sous_titre("champ", {"mco": [99.0], "had": [1.0]})
    assert "tous champs (MCO et HAD)" in dit
    assert "Champ\u202f: MCO" not in dit
    assert "tous champs (" not in _sous_titre(
        "champ", {"mco": [99.0], "had": [1.0], "ssr": [1.0]}, unite="montant"
    )
    seul = _sous_titre("champ", {"ssr": [9.0]}, filtres=(("champ", ("ssr",)),))
    assert "Champ\u202f: SSR" in seul
    statuts: dict[str, list[Any]] = {"public": [9.0], "espic": [2.0], "prive": [1.0]}
    filtre = _sous_titre("statut", statuts, filtres=(("statut", ("public",)),))
    assert "tous statuts" in filtre
    assert "Public" not in filtre
    assert "Champ\u202f: MCO" in filtre
    assert "tous statuts" not in _sous_titre("statut", statuts)


def test_sous_une_evolution_les_anneaux_se_disent_en_total() -> None:
    champs: dict[str, list[Any]] = {"mco": [99.0], "had": [1.0]}
    assert _sous_titre("champ", champs, lecture=Lecture.EVOL).endswith(" · en total")
    assert "en total" not in _sous_titre("champ", champs)


def test_les_dispositifs_ont_leur_anneau_seul() -> None:
    choix = cas_faits.choix(noeud="dm", vue=Vue.GRAPHIQUE)
    bloc = cas_faits.composition(choix, "champ", {"mco": [10.0]})
    assert compositions(cas_faits.resultat(choix, cas_faits.classement(choix), bloc)) == ["champ"]


def test_une_part_mene_a_sa_valeur_et_celle_deja_gardee_nulle_part() -> None:
    trois = {"public": [10.0, 90.0], "espic": [60.0, 5.0], "prive": [30.0, Statut.MASQUE]}
    assert anneaux(_statuts(trois), "statut").data[1].customdata == ("public", "espic", "prive")
    garde = _statuts(trois, filtres=(("statut", ("espic",)),))
    assert anneaux(garde, "statut").data[0].customdata == ("public", "", "prive")
    dit = _textes(vue_graphique(garde, lambda s: f"/vers/{s.filtre('statut')}"))
    assert dit.count('"Filtrer"') == 4, "two zones, two values each"
    assert "/vers/('prive',)" in dit and "/vers/('espic',)" not in dit


@pytest.mark.parametrize("code", ["", "inconnu", "mco-had", "had", "x" * 80])
def test_une_part_que_rien_n_offre_ne_mene_nulle_part(code: str) -> None:
    assert vers_la_part(cas_faits.choix(noeud="dm"), "champ", code) is None
    assert vers_la_part(cas_faits.choix(), "inconnu", code) is None


def test_le_champ_par_defaut_ne_s_ecrit_pas() -> None:
    had = cas_faits.choix(noeud="", filtres=(("champ", ("had",)),))
    suite = vers_la_part(had, "champ", "mco")
    assert suite is not None and suite.filtres == ()
    assert vers_la_part(suite, "champ", "mco") is None


def test_un_anneau_d_une_valeur_vient_apres_ce_qui_divise() -> None:
    choix = cas_faits.choix(noeud="dm", vue=Vue.GRAPHIQUE)
    vue: Any = vue_graphique(
        cas_faits.resultat(
            choix,
            cas_faits.classement(choix),
            cas_faits.composition(choix, "champ", {"mco": [10.0]}),
            cas_faits.composition(choix, "statut", {"public": [10.0], "prive": [30.0]}),
            cas_faits.mois(choix),
        ),
        _vers,
    )
    assert [f.id for f in vue.children] == ["figure-statut", "figure-mois", "figure-champ"]


def test_la_legende_est_dite_une_fois_avec_chaque_part() -> None:
    dit = _textes(
        vue_graphique(_statuts({"public": [10.0, 90.0], "prive": [30.0, Statut.MASQUE]}), _vers)
    )
    assert dit.count('"pastille-part"') == 2
    assert "25,0\u202f%" in dit
    assert "masqué" in dit


def _lab(couleur: str, vue: np.ndarray) -> np.ndarray:
    c = np.array([int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    lineaire = vue @ np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    t = (xyz @ np.clip(lineaire, 0, 1)) / np.array([0.9505, 1.0, 1.089])
    f = np.where(t > 0.008856, np.cbrt(t), 7.787 * t + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


# Machado, Oliveira, Fernandes 2009, severity 1; then paper without colours.
VUES = {
    "ordinaire": (np.eye(3), 30),
    "protanope": (
        np.array([[0.1523, 1.0526, -0.2049], [0.1145, 0.7863, 0.0992], [-0.0039, -0.0481, 1.052]]),
        15,
    ),
    "deuteranope": (
        np.array([[0.3673, 0.8606, -0.2280], [0.2801, 0.6725, 0.0474], [-0.0118, 0.0429, 0.9689]]),
        10,
    ),
    "tritanope": (
        np.array([[1.2555, -0.0767, -0.1788], [-0.0784, 0.9308, 0.1476], [0.0047, 0.6914, 0.3039]]),
        15,
    ),
    "gris": (np.array([[0.2126, 0.7152, 0.0722]] * 3), 6),
}


@pytest.mark.parametrize("vue", VUES)
@pytest.mark.parametrize("theme", ["jour", "nuit"])
def test_les_parts_se_distinguent_pour_tous_les_yeux_et_sur_papier(vue: str, theme: str) -> None:
    matrice, distance = VUES[vue]
    lues = _parts_css()
    toutes = lues[:5] if theme == "jour" else lues[5:]
    ecarts = [
        np.linalg.norm(_lab(a, matrice) - _lab(b, matrice))
        for a, b in itertools.combinations(toutes, 2)
    ]
    assert min(ecarts) >= distance


def _parts_css() -> list[str]:
    css = (RACINE / "assets/graphe.css").read_text(encoding="utf-8")
    return re.findall(r"--part-\d: (#[0-9a-f]{6});", css)


def test_les_couleurs_des_parts_sont_celles_du_style_et_jamais_celles_des_zones() -> None:
    css = (RACINE / "assets/graphe.css").read_text(encoding="utf-8")
    assert tuple(_parts_css()[:5]) == couleurs.PARTS
    for couleur in couleurs.PARTS:
        rouge, vert, bleu = (int(couleur[i : i + 2], 16) for i in (1, 3, 5))
        assert f"fill: rgb({rouge}, {vert}, {bleu})" in css
    assert not {couleurs.PRINCIPALE, couleurs.COMPAREE} & set(couleurs.PARTS)
