"""Charts: what they show, what they may not show, what they say without sight."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from components.charts import couleurs, vue_graphique
from components.charts.barres import barres, lignes_des_barres, resume_barres
from components.charts.evolution import evolution, resume_evolution
from components.charts.graphe import CONFIG, graphe, replies
from components.charts.lignes import choisir
from components.pivot import tableau_plat
from data_layer.result import Statut
from tests import fabrique

_RACINE = Path(__file__).parents[2]


def _vers(selection):
    return f"/vers/{selection.zone}"


def _textes(composant):
    return json.dumps(composant.to_plotly_json(), default=lambda c: c.to_plotly_json())


def test_every_graph_is_french_and_stays_home():
    config = graphe(barres(fabrique.une_zone()), "x").config
    assert config is CONFIG
    assert config["locale"] == "fr"
    assert config["displaylogo"] is False
    assert "sendChartToCloud" in config["modeBarButtonsToRemove"]


def test_only_the_factory_builds_graphs():
    for module in (_RACINE / "components").rglob("*.py"):
        if module.name != "graphe.py":
            assert "dcc.Graph(" not in module.read_text(encoding="utf-8"), module


def test_day_colours_are_those_of_the_tokens():
    css = (_RACINE / "assets/00-tokens.css").read_text(encoding="utf-8")
    jour = dict(
        re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css.split('[data-bs-theme="dark"] {')[0])
    )
    attendues = {
        "couleur-principale": couleurs.PRINCIPALE,
        "couleur-comparee": couleurs.COMPAREE,
        "couleur-reference": couleurs.REFERENCE,
        "fond-principale": couleurs.FOND_PRINCIPALE,
        "texte": couleurs.TEXTE,
        "texte-discret": couleurs.TEXTE_DISCRET,
        "surface": couleurs.SURFACE,
        "filet": couleurs.FILET,
        "filet-fort": couleurs.FILET_FORT,
        "masque": couleurs.MASQUE,
        "non-transmis": couleurs.NON_TRANSMIS,
        "contour-carte": couleurs.CONTOUR_CARTE,
    }
    attendues |= {f"seq-{i}": c for i, c in enumerate(couleurs.SEQUENTIELLE, 1)}
    attendues |= {f"div-{i}": c for i, c in enumerate(couleurs.DIVERGENTE, 1)}
    assert {cle: jour[cle] for cle in attendues} == attendues


def test_night_style_answers_every_day_colour():
    css = (_RACINE / "assets/graphe.css").read_text(encoding="utf-8")
    for couleur in (
        couleurs.PRINCIPALE, couleurs.COMPAREE, couleurs.REFERENCE, couleurs.BARRE,
        couleurs.TEXTE, couleurs.TEXTE_DISCRET, couleurs.SURFACE, couleurs.FOND_PRINCIPALE,
    ):  # fmt: skip
        rouge, vert, bleu = (int(couleur[i : i + 2], 16) for i in (1, 3, 5))
        assert f"fill: rgb({rouge}, {vert}, {bleu})" in css


def test_bars_are_ranked_and_hold_zero():
    figure = barres(fabrique.une_zone())
    (trace,) = figure.data
    assert list(trace.x) == sorted(trace.x, reverse=True)
    assert figure.layout.xaxis.range[0] == 0


def test_two_zones_by_dimension_are_pairs_on_one_scale():
    figure = barres(fabrique.par_categorie())
    assert set(figure.data[0].marker.color) == {couleurs.PRINCIPALE, couleurs.COMPAREE}
    assert len(figure.layout.yaxis.tickvals) == 3
    assert len(figure.data[0].y) == 5


def test_chosen_zones_are_marked_and_never_left_out():
    lignes = [
        fabrique.ligne(f"dep-{i:02}", f"Zone {i}", {"sejours": 1000.0 - i}, rang=i + 1,
                       marque={0: 0, 40: 1}.get(i))
        for i in range(45)
    ]  # fmt: skip
    bloc = fabrique.bloc(lignes, mesures=[fabrique.colonne("sejours")])
    choix = choisir(bloc)
    assert [li.libelle for li in choix.lignes[-1:]] == ["Zone 40"]
    assert choix.omises == 19
    trace = barres(fabrique.resultat(bloc)).data[0]
    assert trace.marker.color[0] == couleurs.PRINCIPALE
    assert trace.marker.color[-1] == couleurs.COMPAREE
    assert set(trace.marker.color[1:-1]) == {couleurs.BARRE}


def test_bars_follow_the_order_that_the_address_gives_the_table():
    lignes = [
        fabrique.ligne(f"c{i}", nom, {"sejours": v})
        for i, (nom, v) in enumerate(
            (("Aube", 1.0), ("Loire", 9.0), ("Var", Statut.MASQUE), ("Yonne", 5.0))
        )
    ]
    bloc = fabrique.bloc(lignes, mesures=[fabrique.colonne("sejours")])
    ordinaire = barres(fabrique.resultat(bloc))
    assert ordinaire.layout.yaxis.ticktext == ("Loire", "Yonne", "Aube", "Var")
    assert "ordre" not in ordinaire.layout.meta["sous_titre"]
    triee = barres(fabrique.resultat(bloc, choix=fabrique.selection().avec(tri="libelle")))
    assert triee.layout.yaxis.ticktext == ("Aube", "Loire", "Var", "Yonne")
    assert "ordre alphabétique" in triee.layout.meta["sous_titre"]


def test_long_labels_that_begin_alike_keep_their_ends():
    debut = "Établissement de démonstration très long numéro"
    noms = [
        f"{debut} 001 (Meuse)",
        f"{debut} 002 (Meuse)",
        "Loire",
        "Une autre dénomination très très longue et seule",
    ]
    lus = replies(noms)
    assert len(set(lus)) == 4
    assert lus[0].endswith("001 (Meuse)")
    assert lus[2] == "Loire"
    assert lus[3].endswith("…")
    assert all(len(ligne) <= 27 for nom in lus for ligne in nom.split("<br>"))


@pytest.mark.parametrize(
    "noms",
    [("Loire", "Loire "), ("Loire", " Loire"), ("", "  "), ("a\tb", "a       b"), ("\xa0", "")],
)
def test_labels_that_differ_by_blanks_alone_are_written(noms):
    lus = replies(noms)
    assert len(lus) == 2
    assert lus[0].split() == lus[1].split() == noms[0].split()


def test_a_pair_is_never_cut_in_two():
    lignes = [
        fabrique.ligne(f"c{i:02}", f"C{i}", {"sejours": 1000.0 - i - 500 * g}, zone=z, groupe=g)
        for g, z in enumerate(("reg-11", "reg-32"))
        for i in range(30)
    ]
    choix = choisir(
        fabrique.bloc(lignes, nature="categorie", mesures=[fabrique.colonne("sejours")])
    )
    assert len(choix.lignes) == 50
    assert {sum(li.code == c for li in choix.lignes) for c in {li.code for li in choix.lignes}} == {
        2
    }
    assert choix.omises == 5


def _produits(valeurs):
    """Rows of products under two zones; ``valeurs``: a pair by code, None where a zone has none."""
    lignes = [
        fabrique.ligne(
            code, code, {"sejours": paire[g]}, zone=zone, groupe=g, rang=None if g else i + 1
        )
        for g, zone in enumerate(("reg-11", "reg-32"))
        for i, (code, paire) in enumerate(valeurs.items())
        if paire[g] is not None
    ]
    colonnes = [fabrique.colonne("sejours")]
    return fabrique.bloc(lignes, nature="categorie", niveau=None, mesures=colonnes)


def test_pairs_stand_in_the_order_of_the_main_zone_as_in_the_table():
    valeurs = {
        "a": (3.0, 1.0),
        "b": (2.0, 900.0),
        "c": (Statut.MASQUE, 800.0),
        "d": (None, 1000.0),
    }
    bloc = _produits(valeurs)
    resultat = fabrique.resultat(bloc, choix=fabrique.selection(("reg-11", "reg-32")))
    choix = choisir(bloc)
    assert [rangee[0].code for rangee in choix.rangees] == ["a", "b", "c", "d"]
    plat = tableau_plat(resultat)
    assert [r.code for r in plat.lignes if not r.tete] == ["a", "b", "c", "d"]
    # The table ranks on the main zone: no bar says another rank.
    assert [li.rang for li in choix.lignes] == [1, None, 2, None, 3, None, None]
    assert list(barres(resultat).layout.yaxis.ticktext) == ["a", "b", "c", "d"]
    resume = resume_barres(resultat)
    assert "la plus haute\u202f: d (Hauts-de-France), 1" in resume
    assert "la plus basse\u202f: a (Hauts-de-France), 1" in resume


def test_what_is_left_out_is_counted_in_rows_and_not_in_bars():
    bloc = _produits({f"c{i:02}": (1000.0 - i, 500.0) for i in range(30)})
    figure = barres(fabrique.resultat(bloc, choix=fabrique.selection(("reg-11", "reg-32"))))
    assert figure.layout.meta["sous_titre"].endswith(" · 25 catégories montrées sur 30")
    lignes = [
        fabrique.ligne(f"dep-{i:02}", f"Z{i}", {"sejours": 9.0 if i < 27 else Statut.MASQUE})
        for i in range(30)
    ]
    bloc = fabrique.bloc(lignes, mesures=[fabrique.colonne("sejours")])
    sous_titre = barres(fabrique.resultat(bloc)).layout.meta["sous_titre"]
    assert sous_titre.endswith("25 départements montrés sur 30, 3 des autres sans valeur")


def test_a_zone_listed_under_both_chosen_ones_is_drawn_once_with_both_marks():
    """An establishment of a basket is one of its région too."""
    lignes = [
        fabrique.ligne(f"fin-{i}", f"CH {i}", {"sejours": 100.0 - i}, zone=f"fin-{i}", groupe=g)
        for g, membres in enumerate(((1,), (1, 2)))
        for i in membres
    ]
    bloc = fabrique.bloc(lignes, niveau="etablissement", mesures=[fabrique.colonne("sejours")])
    resultat = fabrique.resultat(bloc, choix=fabrique.selection(("reg-11", "reg-32")))
    figure = barres(resultat)
    assert list(figure.layout.yaxis.ticktext) == ["CH 1", "CH 2"]
    (trace,) = figure.data
    assert list(trace.marker.color) == [
        couleurs.PRINCIPALE, couleurs.COMPAREE, couleurs.COMPAREE,
    ]  # fmt: skip
    hauts = [y + w / 2 for y, w in zip(trace.y, trace.width, strict=True)]
    bas = [y - w / 2 for y, w in zip(trace.y, trace.width, strict=True)]
    assert hauts[0] <= bas[1] and hauts[1] <= bas[2]
    assert ["Île-de-France" in t for t in trace.hovertext] == [True, False, False]
    # The twin has both rows: it says under which zone each stands.
    assert [li.zone for li in lignes_des_barres(resultat)] == ["reg-11", "reg-32", "reg-32"]


def test_a_masked_bar_has_a_constant_length():
    """Two results that differ in what is hidden draw the same picture."""
    resultat = fabrique.tous_statuts()
    figure = barres(resultat)
    muettes = {t.name: list(t.x) for t in figure.data if t.name != "valeurs"}
    assert set(muettes) == {"masque", "hors_region", "non_transmis", "sans_objet"}
    assert len({v for xs in muettes.values() for v in xs}) == 1
    assert "masqué" in next(t for t in figure.data if t.name == "masque").text


def test_all_masked_still_draws():
    lignes = [fabrique.ligne("dep-75", "Paris", {"sejours": Statut.MASQUE})]
    resultat = fabrique.resultat(fabrique.bloc(lignes, mesures=[fabrique.colonne("sejours")]))
    assert "aucune valeur" in resume_barres(resultat)
    assert barres(resultat).layout.xaxis.range == (0.0, 0.2)


def test_evolution_readings_diverge_around_zero():
    figure = barres(fabrique.lecture_evolution())
    bas, haut = figure.layout.xaxis.range
    assert bas < 0 < haut
    assert [t[0] for t in figure.data[0].text] == ["+", "0", "−"]


def test_lines_differ_by_colour_mark_and_dash():
    principale, comparee = evolution(fabrique.avec_evolution()).data[:2]
    assert (principale.line.color, principale.line.dash, principale.marker.symbol) == (
        couleurs.PRINCIPALE, "solid", "circle",
    )  # fmt: skip
    assert (comparee.line.color, comparee.line.dash, comparee.marker.symbol) == (
        couleurs.COMPAREE, "dash", "square",
    )  # fmt: skip


def test_a_masked_year_is_a_gap_and_a_band():
    figure = evolution(fabrique.avec_evolution())
    comparee, bande = figure.data[1], figure.data[2]
    assert comparee.y[5] is None or np.isnan(comparee.y[5])
    assert comparee.connectgaps is False
    assert bande.name == "masque"
    assert list(bande.x) == [2020]
    assert bande.y[0] == figure.layout.yaxis.range[1] - figure.layout.yaxis.range[0]


def test_counts_start_at_zero_and_means_say_they_do_not():
    resultat = fabrique.avec_evolution()
    assert evolution(resultat).layout.yaxis.range[0] == 0
    bloc = replace(resultat.blocs["evolution"], meneuse="part_hommes")
    figure = evolution(replace(resultat, blocs={**resultat.blocs, "evolution": bloc}))
    assert figure.layout.yaxis.range[0] > 0
    assert any("ne part pas de zéro" in a.text for a in figure.layout.annotations)


def test_summary_tells_first_and_last():
    assert "1\u202f000\u202f000 séjours en 2015" in resume_evolution(fabrique.avec_evolution())


def test_hostile_labels_are_escaped():
    figure = barres(fabrique.hostile())
    textes = [*figure.layout.yaxis.ticktext, *figure.data[0].hovertext]
    assert not re.search(r"<(?!/?b>|br>)", " ".join(textes))
    assert "<b>balises" not in " ".join(figure.data[0].hovertext)


@pytest.mark.parametrize("cas", ["une_zone", "deux_zones", "par_categorie", "tous_statuts",
                                 "avec_evolution", "lecture_evolution", "vide", "hostile"])  # fmt: skip
def test_the_view_survives_every_result(cas):
    assert vue_graphique(getattr(fabrique, cas)(), _vers) is not None


def test_each_figure_has_a_summary_and_a_table_twin():
    textes = _textes(vue_graphique(fabrique.avec_evolution(), _vers))
    assert textes.count('"role": "img"') == 2
    assert textes.count('"type": "Caption"') == 2
    assert '"scope": "col"' in textes
    assert '"scope": "row"' in textes
