"""The displayed table: columns, rows and headers."""

from __future__ import annotations

from components.pivot import tableau_plat
from data_layer.result import Statut
from tests import fabrique


def test_zones_restent_des_lignes() -> None:
    tableau = tableau_plat(fabrique.deux_zones())
    assert [c.cle for c in tableau.colonnes] == list(fabrique.MESURES)
    assert tableau.groupes == ()
    assert [r.ensemble for r in tableau.tetes] == ["Île-de-France", "Hauts-de-France"]
    assert tableau.entete_ensemble == "Zone" and tableau.entete_rang == "Rang (séjours)"
    assert [r.rang for r in tableau.lignes] == [None, None, 1, 2, 3, 1, 2]
    assert len({r.cle for r in tableau.lignes}) == len(tableau.lignes)
    assert tableau.lignes[2].cible == "dep-75"


def test_une_dimension_fait_des_paires() -> None:
    tableau = tableau_plat(fabrique.par_categorie())
    assert [c.cle for c in tableau.colonnes][:3] == ["sejours@0", "sejours@1", "seances@0"]
    assert tableau.groupes == ("Île-de-France", "Hauts-de-France")
    assert tableau.colonnes[1].entete == "Séjours (hors séances), Hauts-de-France"
    assert tableau.entete_rang == "Rang (séjours, Île-de-France)"
    tete, chr_u, _, clcc = tableau.lignes
    assert tete.tete and tete.libelle == "Ensemble"
    assert (tete.cellules["sejours@0"].valeur, tete.cellules["sejours@1"].valeur) == (
        2_345_678.0,
        1_400_000.0,
    )
    assert (chr_u.rang, chr_u.cellules["sejours@1"].valeur) == (1, 300_000.0)
    assert clcc.cellules["sejours@1"].statut is Statut.SANS_OBJET


def test_une_zone_par_dimension_garde_ses_cles() -> None:
    tableau = tableau_plat(fabrique.par_categorie(("reg-11",)))
    assert [c.cle for c in tableau.colonnes] == list(fabrique.MESURES)
    assert tableau.entete_libelle == "Catégorie" and tableau.tetes[0].libelle == "Île-de-France"


def test_une_serie_n_a_ni_tete_ni_rang_ni_code() -> None:
    resultat = fabrique.avec_evolution()
    tableau = tableau_plat(resultat, resultat.blocs["evolution"])
    assert tableau.tetes == () and tableau.entete_rang is None and tableau.entete_code is None
    assert tableau.entete_libelle == "Année"
    assert [r.libelle for r in tableau.lignes] == [str(a) for a in range(2015, 2025)]
    assert tableau.lignes[5].cellules["sejours@1"].statut is Statut.MASQUE


def test_le_rang_d_une_tete_se_lit_parmi_ses_pareilles() -> None:
    rows = [
        fabrique.ligne(c, c, {"sejours": v}, cible=f"reg-{c}", rang=r, marque=m)
        for c, v, r, m in (("11", 9.0, 1, None), ("32", 4.0, 2, 0))
    ]
    tete = fabrique.ligne("32", "", {"sejours": 4.0}, marque=0, rang=2)
    bloc = fabrique.bloc(rows, [tete], mesures=[fabrique.colonne("sejours")], niveau="region")
    resultat = fabrique.resultat(bloc, choix=fabrique.selection(("reg-32",)))
    assert [r.rang for r in tableau_plat(resultat).lignes] == [2, 1, 2]


def test_bloc_vide() -> None:
    tableau = tableau_plat(fabrique.vide())
    assert tableau.lignes == () and len(tableau.colonnes) == len(fabrique.MESURES)
