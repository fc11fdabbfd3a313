"""Choices that depend on one another, and a drill of ten levels and back, on selections alone."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from data_layer.demo.nomenclature import nomenclature
from data_layer.selection import Periode, ecrire, lire
from tests.data_layer.contexte_faits import (
    CODE,
    CONTEXTE,
    DEFAUT,
    DM,
    ETAB,
    NOEUDS,
    ZONES,
    selections,
    tient,
)


@given(selections(), st.sampled_from(NOEUDS), st.sampled_from(ZONES))
def test_tout_choix_laisse_une_selection_qui_tient(choisie, noeud, zone):
    suites = [
        choisie.choisir_noeud(noeud),
        choisie.prendre(zone),
        choisie.echanger(),
        choisie.comparer(zone),
        choisie.filtrer("champ", ("ssr",)),
        choisie.filtrer("champ", ("had",)),
        choisie.avec(unite="montant"),
    ]
    for suite in suites:
        tient(suite)
        relu = lire(DM, ecrire(suite, CONTEXTE), CONTEXTE)
        assert relu.avis == ()
        assert relu.selection == suite


def _lue(requete):
    lu = lire(DM, requete, CONTEXTE)
    assert lu.avis == ()
    return lu.selection


def test_les_dispositifs_ne_gardent_ni_liste_ni_indication_ni_patients_ni_champ():
    depart = _lue("noeud=atc-L01&champ=had&liste=atu&par=indication&unite=patients&statut=public")
    apres = depart.choisir_noeud("dm")
    assert dict(apres.filtres) == {"statut": ("public",)}
    assert (apres.par, apres.unite) == ("zone", "sejours")
    assert apres.filtre_en_vigueur("liste") == apres.filtre_en_vigueur("champ") == ()
    # Coming back to drugs, defaults are in force again.
    assert apres.choisir_noeud("med").filtre_en_vigueur("liste") == ("les",)
    assert apres.choisir_noeud("med").filtre_en_vigueur("champ") == ("mco",)


def test_l_ensemble_ne_garde_que_ce_qui_vaut_pour_tous():
    depart = _lue("noeud=med&champ=had&liste=les-atu&par=diagnostic&unite=consommation")
    apres = depart.choisir_noeud("")
    assert dict(apres.filtres) == {"champ": ("had",)}
    assert (apres.par, apres.unite) == ("zone", "sejours")


def test_le_ssr_n_a_ni_liste_ni_ghm_ni_indication():
    for par in ("ghm", "indication"):
        depart = _lue(f"noeud=med&liste=atu&par={par}&unite=patients")
        apres = depart.filtrer("champ", ("ssr",))
        assert dict(apres.filtres) == {"champ": ("ssr",)}
        assert apres.par == "zone"
        assert apres.unite == "patients"
        assert apres.offre.mesure("sejours").libelle == "Journées de présence"
        assert apres.filtrer("champ", ()).filtre_en_vigueur("liste") == ("les",)


def test_une_feuille_n_a_rien_dessous():
    depart = _lue("noeud=lpp-03010201&par=classification&unite=consommation")
    feuille = next(n.code for n in CONTEXTE.noeuds.enfants("lpp-03010201"))
    apres = depart.descendre(feuille)
    assert (apres.noeud, apres.par, apres.niveau) == (feuille, "zone", "region")
    assert "classification" not in apres.offre.natures
    assert apres.unite == "consommation"


def test_changer_de_noeud_descend_d_un_niveau_et_defait_le_tri():
    depart = _lue("noeud=med&par=classification&niveau=ucd&tri=ecart&unite=montant")
    apres = depart.choisir_noeud("atc-L01")
    assert (apres.par, apres.niveau, apres.tri) == ("classification", "atc3", "")


def test_la_periode_tient_dans_les_mois_transmis():
    assert _lue("periode=2021").periode == Periode(2021, 2021, (1, 6))
    assert _lue("periode=2020").periode == Periode(2020, 2020, (1, 12))
    assert _lue("periode=2021-02..2021-05").periode.decaler(-1).ecrire() == "2020-02..2020-05"


def test_echanger_garde_tout_le_reste():
    depart = _lue("zone=reg-11&vs=reg-32&noeud=med&liste=atu&par=indication&unite=patients")
    assert depart.echanger() == replace(depart, zone="reg-32", vs=("reg-11",))
    assert depart.echanger().echanger() == depart


def _descente():
    """Ten clicks: three zones down, the breakdown, then the six levels of devices down to a code."""
    chemin = [n.code for n in CONTEXTE.noeuds.chemin(CODE)][1:]
    assert [n.niveau for n in nomenclature().noeuds if n.code in chemin] == [
        *("famille", "titre", "chapitre", "sous-chapitre", "paragraphe", "code")
    ]
    etapes = [DEFAUT]
    for cible in ("reg-44", "dep-55", ETAB.id):
        etapes.append(etapes[-1].descendre(cible))
    etapes.append(etapes[-1].avec(par="classification"))
    for cible in chemin:
        etapes.append(etapes[-1].descendre(cible))
    return etapes


def test_une_descente_de_dix_niveaux():
    etapes = _descente()
    assert len(etapes) == 11
    assert [e.niveau for e in etapes[:3]] == ["region", "departement", "etablissement"]
    assert [e.niveau for e in etapes[4:10]] == [
        *("famille", "titre", "chapitre", "sous-chapitre", "paragraphe", "code")
    ]
    assert (etapes[-1].zone, etapes[-1].noeud) == (ETAB.id, CODE)
    assert etapes[-1].par == "zone"
    adresses = [ecrire(e, CONTEXTE) for e in etapes]
    assert len(set(adresses)) == 11


def test_revenir_par_les_adresses_ramene_au_depart():
    etapes = _descente()
    adresses = [ecrire(e, CONTEXTE) for e in etapes]
    for etape, adresse in zip(reversed(etapes), reversed(adresses), strict=True):
        lu = lire(DM, adresse, CONTEXTE)
        assert lu.avis == ()
        assert lu.selection == etape
    assert lu.selection == DEFAUT
    assert adresses[0] == ""
