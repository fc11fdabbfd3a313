"""Figures of flows: what is drawn is what is shown, and what is masked is drawn nowhere."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from dash import html

from components.charts import (
    couleurs,
    flux_croisee,
    flux_entonnoir,
    flux_foret,
    flux_matrice,
    flux_parts,
    flux_pile,
    flux_sankey,
    flux_taux_annees,
    vue_graphique,
)
from components.charts.flux_signes import ENCRES
from data_layer.result import Statut
from tests.fabrique.masques_flux import Repondre, masquer, poser, traces

VUES = (
    ("taux-de-recours", "zone=dep-37&vs=dep-41&niveau=departement"),
    ("taux-de-recours", "zone=reg-24&vs=reg-53&par=classification"),
    ("taux-de-recours", "zone=reg-24&niveau=bv"),
    ("taux-de-recours", "unite=taux_brut"),
    ("taux-de-recours", "lecture=evol&zone=reg-24"),
    ("taux-de-recours", "noeud=tout"),
    ("parts-de-marche", "zone=reg-24&vs=reg-53"),
    ("parts-de-marche", "zone=dep-37&par=statut&noeud=had"),
    ("analyse-croisee", "zone=reg-24&vs=reg-53&niveau=departement"),
    ("analyse-croisee", "zone=dep-37&niveau=departement&noeud=had"),
    ("analyse-croisee", "lecture=evol"),
)


def textes(figure: Any) -> str:
    return json.dumps(json.loads(figure.to_json()), ensure_ascii=False)


@pytest.mark.parametrize(("slug", "requete"), VUES)
def test_chaque_figure_a_son_tableau_de_memes_lignes(
    repondre_flux: Repondre, slug: str, requete: str
) -> None:
    vue = vue_graphique(repondre_flux(slug, requete))
    figures = [c for c in vue._traverse() if isinstance(c, html.Figure)]
    jumelles = [c for c in vue._traverse() if isinstance(c, html.Tbody)]
    assert len(figures) == len(jumelles) >= 2
    assert all(corps.children for corps in jumelles)
    assert len({f.id for f in figures}) == len(figures)


def test_les_jumelles_ont_les_lignes_dessinees(repondre_flux: Repondre) -> None:
    taux = repondre_flux("taux-de-recours", "zone=dep-37&niveau=departement")
    parts = repondre_flux("parts-de-marche", "zone=reg-24")
    croisee = repondre_flux("analyse-croisee", "zone=reg-24&niveau=departement")
    attendues = [
        (taux, "foret", flux_foret.choisir_lignes(taux).lignes),
        (taux, "entonnoir", [p.ligne for p in flux_entonnoir.points(taux)]),
        (parts, "synthese", flux_parts.choix_genres(parts).lignes),
        (parts, "etablissements", flux_parts.choix_etablissements(parts, 0).lignes),
        (parts, "evolution", flux_pile.lignes_de_la_pile(parts)),
        (croisee, "croisee", flux_croisee.lignes_de_la_croisee(croisee)),
        (croisee, "matrice", flux_matrice.cases_de_la_matrice(croisee, 0)),
        (croisee, "flux", flux_sankey.flux_principaux(croisee, 0)),
    ]
    for resultat, cle, lignes in attendues:
        (figure,) = [
            c
            for c in vue_graphique(resultat)._traverse()
            if isinstance(c, html.Figure) and c.id == f"figure-{cle}"
        ]
        (corps,) = [c for c in figure._traverse() if isinstance(c, html.Tbody)]
        assert [rangee.children[0].children for rangee in corps.children] == [
            li.libelle for li in lignes
        ], cle


@pytest.mark.parametrize(("slug", "requete"), VUES)
def test_une_etiquette_hostile_est_echappee(
    repondre_flux: Repondre, slug: str, requete: str
) -> None:
    resultat = repondre_flux(slug, requete)
    hostile = "<img src=x onerror=alert(1)>"
    blocs = {
        cle: replace(b, libelles=tuple(f"{hostile}{x}" for x in b.libelles))
        for cle, b in resultat.blocs.items()
    }
    zones = tuple(replace(z, libelle=f"{hostile}{z.libelle}") for z in resultat.zones)
    vue = vue_graphique(replace(resultat, blocs=blocs, zones=zones))
    for graphe in (c for c in vue._traverse() if type(c).__name__ == "Graph"):
        # The heading is data of the page and of the downloaded picture, which both escape it.
        graphe.figure["layout"].pop("meta")
        assert "<img" not in json.dumps(graphe.figure, default=str)


def test_la_foret_dessine_les_taux_montres_et_eux_seuls(repondre_flux: Repondre) -> None:
    resultat = repondre_flux("taux-de-recours", "zone=dep-37&vs=dep-41&niveau=departement")
    figure = flux_foret.foret(resultat)
    dessines = sorted(x for t in figure.data if t.mode == "markers" for x in t.x)
    valeurs = [li.cellules["taux_standardise"].valeur for li in resultat.bloc.lignes()]
    assert dessines == sorted(v for v in valeurs if v is not None)
    encres = {t.marker.color for t in figure.data if t.mode == "markers"}
    assert {couleurs.PRINCIPALE, couleurs.COMPAREE} <= encres


def test_un_taux_masque_n_a_ni_marque_ni_intervalle_ni_bulle(repondre_flux: Repondre) -> None:
    resultat = repondre_flux("taux-de-recours", "zone=dep-37&niveau=departement")
    muet = masquer(resultat, "classement", "35")
    figure = flux_foret.foret(muet)
    assert not any("Ille-et-Vilaine" in b for t in figure.data for b in t.hovertext or ())
    (ecrits,) = traces(figure, "textes")
    noms = figure.layout.yaxis.ticktext
    if "Ille-et-Vilaine" in noms:
        assert ecrits.text[noms.index("Ille-et-Vilaine")] == "masqué"
    avant = sum(len(t.x) for t in flux_foret.foret(resultat).data if t.mode == "markers")
    assert sum(len(t.x) for t in figure.data if t.mode == "markers") == avant - 1


def test_une_longue_foret_montre_ses_deux_bouts_et_les_zones_choisies(
    repondre_flux: Repondre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flux_foret, "LIMITE", 4)
    resultat = repondre_flux("taux-de-recours", "zone=dep-37&niveau=departement")
    choix = flux_foret.choisir_lignes(resultat)
    valeurs = sorted(
        v for li in resultat.bloc.lignes() if (v := li.cellules["taux_standardise"].valeur)
    )
    lus = [li.cellules["taux_standardise"].valeur for li in choix.lignes]
    assert lus == sorted(lus, reverse=True)
    assert {lus[0], lus[1], lus[-1], lus[-2]} == {*valeurs[:2], *valeurs[-2:]}
    assert [li.marque for li in choix.lignes].count(0) == 1
    assert choix.omises == len(resultat.bloc) - len(choix.lignes)
    assert "aux deux bouts" in flux_foret.foret(resultat).layout.meta["sous_titre"]


def test_un_bassin_de_vie_tient_sur_une_ligne(repondre_flux: Repondre) -> None:
    resultat = repondre_flux("taux-de-recours", "zone=reg-24&niveau=bv")
    bloc = resultat.bloc
    noms = tuple(f"Bassin de vie de Châteauneuf-sur-Cher la très longue {c}" for c in bloc.codes)
    blocs = {**resultat.blocs, "classement": replace(bloc, libelles=noms)}
    dits = flux_foret.foret(replace(resultat, blocs=blocs)).layout.yaxis.ticktext
    assert not any("<br>" in nom or nom.startswith("Bassin") for nom in dits)


def test_la_reference_est_le_taux_de_la_france(repondre_flux: Repondre) -> None:
    france = repondre_flux("taux-de-recours", "").bloc.tetes[0].cellules["taux_standardise"].valeur
    lignes = list(repondre_flux("taux-de-recours", "zone=dep-37&niveau=departement").bloc.lignes())
    assert flux_foret.taux_de_reference(lignes) == pytest.approx(france)


def test_l_entonnoir_ne_place_que_les_zones_aux_deux_comptes_montres(
    repondre_flux: Repondre,
) -> None:
    resultat = repondre_flux("taux-de-recours", "zone=dep-37&niveau=departement")
    bloc = resultat.blocs["entonnoir"]
    attendus = [
        (li.cellules["sejours"].valeur / li.cellules["attendus"].valeur)
        for li in bloc.lignes()
        if li.cellules["attendus"].valeur and li.cellules["sejours"].valeur is not None
    ]
    figure = flux_entonnoir.entonnoir(resultat)
    assert sorted(y for t in traces(figure, "points") for y in t.y) == pytest.approx(
        sorted(attendus)
    )
    muet = masquer(resultat, "entonnoir", "35")
    figure = flux_entonnoir.entonnoir(muet)
    assert sum(len(t.y) for t in traces(figure, "points")) == len(attendus) - 1
    assert "Ille-et-Vilaine" not in textes(figure)
    avec = flux_entonnoir.bloc_entonnoir(muet)
    assert avec.cellules["rapport"].statut(avec.codes.index("35")) is Statut.MASQUE


def test_une_annee_masquee_coupe_la_ligne_et_la_bande(repondre_flux: Repondre) -> None:
    resultat = masquer(repondre_flux("taux-de-recours", "zone=reg-24"), "annees", "2020")
    figure = flux_taux_annees.taux_par_annee(resultat)
    (ligne,) = traces(figure, "Centre-Val de Loire")
    assert ligne.y[1] is None
    assert not ligne.connectgaps
    assert all(2020 not in bande.x for bande in traces(figure, "intervalle"))
    assert len(list(traces(figure, "intervalle"))) == 2
    (masque,) = traces(figure, "masque")
    assert list(masque.x) == [2020]


def test_les_parts_des_deux_annees_sont_celles_du_bloc(repondre_flux: Repondre) -> None:
    resultat = repondre_flux("parts-de-marche", "zone=reg-24")
    choix = flux_parts.choix_etablissements(resultat, 0)
    figure = flux_parts.deux_annees(resultat, "classement", choix, "etablissements")
    montrees = [
        v
        for li in choix.lignes
        for cle in ("part", "part_avant")
        if (v := li.cellules[cle].valeur) is not None
    ]
    assert sorted(x for t in traces(figure, "valeurs") for x in t.x) == sorted(montrees)


def test_une_part_masquee_a_un_talon_de_meme_longueur_quoi_qu_il_cache(
    repondre_flux: Repondre,
) -> None:
    resultat = repondre_flux("parts-de-marche", "zone=reg-24")
    code = resultat.bloc.codes[1]
    talons = set()
    for valeur in (1.0, 20.0):
        muet = masquer(poser(resultat, "classement", code, "part", valeur), "classement", code)
        choix = flux_parts.choix_etablissements(muet, 0)
        figure = flux_parts.deux_annees(muet, "classement", choix, "etablissements")
        for trace in traces(figure, "masque"):
            assert set(trace.text) == {"masqué"}
            assert trace.marker.pattern.shape == "/"
            talons |= set(trace.x)
    assert len(talons) == 1


def test_la_pile_additionne_ce_qui_est_montre(repondre_flux: Repondre) -> None:
    resultat = repondre_flux("parts-de-marche", "zone=reg-24")
    bloc = resultat.blocs["evolution"]
    volumes = [li.cellules["volume"].valeur for li in bloc.lignes()]
    assert sum(y for t in flux_pile.pile(resultat).data for y in t.y) == sum(
        v for v in volumes if v
    )
    avant = flux_pile.masquees(resultat)
    muet = masquer(resultat, "evolution", "2020|daf-public-ch")
    figure = flux_pile.pile(muet)
    assert all(2020 not in t.x for t in figure.data if t.name == "CH")
    assert flux_pile.masquees(muet) == avant + 1
    assert "n'atteint pas le total" in flux_pile.note_pile(muet)


def test_la_nuit_repond_a_chaque_encre() -> None:
    dossier = Path(__file__).parents[2] / "assets"
    css = "".join((dossier / f).read_text("utf-8") for f in ("graphe.css", "graphe-flux.css"))
    # What is masked is drawn by patterns, which keep their day colour on both grounds.
    for couleur in {*ENCRES.values(), *couleurs.GENRES.values()} - {couleurs.MASQUE}:
        rouge, vert, bleu = (int(couleur[i : i + 2], 16) for i in (1, 3, 5))
        assert f"fill: rgb({rouge}, {vert}, {bleu})" in css
    assert not {couleurs.PRINCIPALE, couleurs.COMPAREE} & set(ENCRES.values())
