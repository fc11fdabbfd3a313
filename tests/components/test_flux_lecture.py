"""What the cards and the reading note say of flows: the figures of the blocks, and what is masked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from components import formats
from components.cartes_chiffres import cartes
from components.lecture import note_de_lecture
from components.pivot import tableau_plat
from components.tables.colonnes import HAUTEUR_ENTETE, HAUTEUR_ENTETE_HAUTE
from components.tables.preparation import preparer
from data_layer.result import Cellule, Resultat, Statut

Repondre = Callable[..., Resultat]


def dit(composant: Any) -> str:
    if isinstance(composant, (list, tuple)):
        return " ".join(dit(c) for c in composant)
    enfants = getattr(composant, "children", composant)
    return "" if enfants is None else dit(enfants) if enfants is not composant else str(composant)


def ecrite(resultat: Resultat, cle: str, tete: int = 0) -> str:
    bloc = resultat.bloc
    return formats.cellule(bloc.tetes[tete].cellules[cle], bloc.colonne(cle))


def muette(resultat: Resultat) -> Resultat:
    """The same result with its main lines masked."""
    bloc = resultat.bloc
    rien = Cellule(None, None, Statut.MASQUE)
    tetes = tuple(replace(t, cellules=dict.fromkeys(t.cellules, rien)) for t in bloc.tetes)
    return replace(resultat, blocs={**resultat.blocs, bloc.cle: replace(bloc, tetes=tetes)})


def test_un_taux_se_lit_avec_son_intervalle_et_sa_reference(repondre_flux: Repondre) -> None:
    resultat = repondre_flux("taux-de-recours", "zone=reg-24")
    note = note_de_lecture(resultat)
    taux, bas, haut = (ecrite(resultat, c) for c in ("taux_standardise", "ic_bas", "ic_haut"))
    assert "les habitants du Centre-Val de Loire ont un taux de recours standardisé" in note
    assert f"{taux}\u00a0séjours pour 1\u202f000 habitants" in note
    assert f"(intervalle à 95\u202f%\u202f: {bas} à {haut})" in note
    assert "comparable à celui de la France (" in note
    assert "établissements" not in note


def test_la_france_ne_se_compare_pas_a_elle_meme(repondre_flux: Repondre) -> None:
    resultat = repondre_flux("taux-de-recours", "")
    assert "les habitants de France ont" in note_de_lecture(resultat)
    assert "), comparable" not in note_de_lecture(resultat)
    assert "Par rapport à la France" not in dit(cartes(resultat))


def test_les_positions_des_lignes_sont_comptees(repondre_flux: Repondre) -> None:
    resultat = repondre_flux("taux-de-recours", "zone=dep-37&niveau=departement")
    lues = [li.cellules["position"].valeur for li in resultat.bloc.lignes()]
    assert f"{lues.count(0)} un taux comparable" in note_de_lecture(resultat)
    verbe = "a" if lues.count(1) == 1 else "ont"
    assert f"{lues.count(1)} {verbe} un taux au-dessus" in note_de_lecture(resultat)


@pytest.mark.parametrize("unite", ["taux_standardise", "taux_brut", "volume"])
def test_un_taux_masque_est_dit_masque(repondre_flux: Repondre, unite: str) -> None:
    resultat = repondre_flux("taux-de-recours", f"zone=reg-24&unite={unite}")
    valeur = ecrite(resultat, unite)
    note = note_de_lecture(muette(resultat))
    assert "le secret statistique ne permet pas de montrer" in note
    assert "des habitants du Centre-Val de Loire" in note
    assert valeur not in note


def test_le_premier_etablissement_et_sa_part(repondre_flux: Repondre) -> None:
    resultat = repondre_flux("parts-de-marche", "zone=reg-24")
    bloc = resultat.bloc
    premier = bloc.ligne(0)
    part = formats.cellule(premier.cellules["part"], bloc.colonne("part"))
    note = note_de_lecture(resultat)
    assert f"«\u00a0{premier.libelle}\u00a0» prend en charge {part} des séjours" in note
    assert "des habitants du Centre-Val de Loire" in note
    assert "l'indice de Herfindahl-Hirschman y est" in note
    masquee = note_de_lecture(muette(resultat))
    assert "ne permet pas de montrer les parts" in masquee
    assert part not in masquee


def test_par_statut_les_secteurs_seuls_se_comparent(repondre_flux: Repondre) -> None:
    note = note_de_lecture(repondre_flux("parts-de-marche", "zone=reg-24&par=statut"))
    assert "les établissements du secteur DAF prennent en charge" in note


def test_la_fuite_et_l_attractivite(repondre_flux: Repondre) -> None:
    resultat = repondre_flux("analyse-croisee", "zone=reg-24")
    note = note_de_lecture(resultat)
    fuite, attrait = (ecrite(resultat, c) for c in ("fuite", "attractivite"))
    assert f"{fuite} de la consommation des habitants du Centre-Val de Loire" in note
    assert "est prise en charge hors de la région" in note
    assert f"{attrait} de la production de ses établissements" in note
    masquee = note_de_lecture(muette(resultat))
    assert (
        "le secret statistique ne permet pas de montrer la fuite du Centre-Val de Loire" in masquee
    )
    assert fuite not in masquee


def test_les_cartes_disent_les_mesures_de_chaque_restitution(repondre_flux: Repondre) -> None:
    taux = repondre_flux("taux-de-recours", "zone=reg-24")
    texte = dit(cartes(taux))
    assert f"{ecrite(taux, 'ic_bas')} à {ecrite(taux, 'ic_haut')}" in texte
    assert all(mot in texte for mot in ("Indice national", "Séjours", "pour 1 000 hab."))
    croisee = dit(cartes(repondre_flux("analyse-croisee", "zone=reg-24&noeud=had")))
    assert all(
        mot in croisee for mot in ("Taux de fuite", "Attractivité", "Autosuffisance", "journées")
    )
    assert "Indice de Herfindahl" in dit(cartes(repondre_flux("parts-de-marche", "zone=reg-24")))


def test_un_intervalle_masque_est_dit_masque(repondre_flux: Repondre) -> None:
    texte = dit(cartes(muette(repondre_flux("taux-de-recours", "zone=reg-24"))))
    assert "Intervalle à 95\u202f% masqué" in texte


def test_les_statuts_s_emboitent_dans_le_tableau(repondre_flux: Repondre) -> None:
    resultat = repondre_flux("parts-de-marche", "zone=reg-24&par=statut")
    plat = tableau_plat(resultat)
    assert plat.emboitees
    prepare = preparer(resultat, resultat.bloc)
    par_libelle = {r["l"]: (r["d"], r["b"]) for r in prepare.rangees}
    assert par_libelle["Secteur DAF"] == (0, 1)
    assert par_libelle["DAF, public"] == (1, 1)
    assert par_libelle["DAF, public, CH"] == (2, 0)
    assert par_libelle["OQN, privé lucratif"] == (1, 0)
    assert not any(c.get("sort") for c in prepare.colonnes)
    triee = repondre_flux("parts-de-marche", "zone=reg-24&par=statut&tri=-part")
    assert any(c.get("sort") for c in preparer(triee, triee.bloc).colonnes)


def test_des_noms_et_des_unites_de_deux_lignes_ont_leur_hauteur(repondre_flux: Repondre) -> None:
    taux = repondre_flux("taux-de-recours", "zone=reg-24")
    assert preparer(taux, taux.bloc).hauteur_entete == HAUTEUR_ENTETE_HAUTE
    assert str(HAUTEUR_ENTETE_HAUTE) in preparer(taux, taux.bloc).moule
    parts = repondre_flux("parts-de-marche", "zone=reg-24")
    assert preparer(parts, parts.bloc).hauteur_entete == HAUTEUR_ENTETE
