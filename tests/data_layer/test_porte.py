"""The door on the demonstration release: which rows, whose ranks, which release."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import data_layer
from data_layer.statuts import Statut

pytestmark = pytest.mark.usefixtures("entrepot")


def _bloc(requete, panneau=None):
    return data_layer.repondre("activite-mco", requete, panneau).resultat.bloc


def test_la_france_se_lit_par_region():
    bloc = _bloc("")
    assert bloc.niveau == "region"
    assert [t.zone for t in bloc.tetes] == ["fr"]
    assert [r for r in bloc.rangs if r] == list(range(1, 19))


def test_un_niveau_au_dessus_ou_egal_liste_toute_la_france_et_marque_les_choisies():
    bloc = _bloc("zone=reg-11&vs=reg-32&niveau=region")
    assert len([r for r in bloc.rangs if r]) == 18
    marques = {z: m for z, m in zip(bloc.zones, bloc.marques, strict=True) if m is not None}
    assert marques == {"reg-11": 0, "reg-32": 1}
    rangs = dict(zip(bloc.zones, bloc.rangs, strict=True))
    assert [t.rang for t in bloc.tetes] == [rangs["reg-11"], rangs["reg-32"]]


def test_un_niveau_au_dessous_liste_les_enfants_de_l_une_puis_de_l_autre():
    bloc = _bloc("zone=reg-11&vs=reg-94")
    assert bloc.groupes == (0,) * 8 + (1,) * 2
    assert set(bloc.codes[8:]) == {"2A", "2B"}
    assert bloc.rangs[8] == 1


def test_une_zone_comparee_qui_contient_l_autre_ne_repete_pas_les_lignes():
    bloc = _bloc("zone=reg-11&vs=fr")
    assert set(bloc.groupes) == {0}
    assert [t.zone for t in bloc.tetes] == ["reg-11", "fr"]


def test_par_categorie_une_ligne_par_zone_et_par_code():
    bloc = _bloc("par=categorie&zone=reg-11&vs=reg-32")
    assert set(bloc.zones) == {"reg-11", "reg-32"}
    for groupe in (0, 1):
        parts = [
            ligne.cellules["sejours"].part or 0.0
            for ligne in bloc.lignes()
            if ligne.groupe == groupe
        ]
        assert sum(parts) == pytest.approx(1, abs=1e-3)


def test_trier_ne_change_pas_les_rangs():
    defaut, trie = _bloc("zone=reg-44"), _bloc("zone=reg-44&tri=libelle")
    assert dict(zip(defaut.codes, defaut.rangs, strict=True)) == dict(
        zip(trie.codes, trie.rangs, strict=True)
    )
    assert trie.libelles == tuple(sorted(trie.libelles))


def test_l_evolution_n_a_pas_de_premiere_annee():
    bloc = _bloc("lecture=evol&periode=2015")
    assert {c.statut for t in bloc.tetes for c in t.cellules.values()} == {Statut.SANS_OBJET}


def test_un_panneau_a_son_adresse():
    bloc = _bloc("zone=reg-11", "evolution")
    assert bloc.codes == tuple(str(a) for a in range(2015, 2025))
    with pytest.raises(data_layer.RestitutionInconnue):
        data_layer.repondre("activite-mco", "", "fantome")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["fr", "reg-11", "reg-94", "dep-55", "dep-48"]),
    st.sampled_from(["region", "departement", "etablissement"]),
    st.sampled_from(["total", "evol", "evol_val"]),
    st.integers(2015, 2024),
    st.sampled_from(["", "&par=categorie", "&categorie=clcc", "&vs=reg-44"]),
)
def test_rien_de_masque_ne_sort_et_rien_de_1_a_10(zone, niveau, lecture, annee, suite):
    requete = f"zone={zone}&niveau={niveau}&lecture={lecture}&periode={annee}{suite}"
    resultat = data_layer.repondre("activite-mco", requete).resultat
    comptes = [m.cle for m in resultat.selection.restitution.mesures if not m.poids]
    for bloc in resultat.blocs.values():
        for ligne in (*bloc.tetes, *bloc.lignes()):
            for cle, cellule in ligne.cellules.items():
                muette = cellule.statut in (Statut.MASQUE, Statut.NON_TRANSMIS, Statut.SANS_OBJET)
                assert muette == (cellule.valeur is None)
                if muette:
                    assert cellule.part is None
                elif lecture == "total" and cle in comptes:
                    assert not 1 <= cellule.valeur <= 10


def test_une_nouvelle_publication_est_prise_sans_redemarrer_et_l_ancienne_reste_lisible(
    tmp_path, monkeypatch
):
    from data_layer import demo

    monkeypatch.setenv("PORTULAN_VAR", str(tmp_path))
    demo.publier_demo(1)
    avant = data_layer.repondre("activite-mco", "").resultat
    demo.publier_demo(2)
    apres = data_layer.repondre("activite-mco", "").resultat
    assert apres.provenance.version != avant.provenance.version
    relue = data_layer.repondre("activite-mco", f"maj={avant.provenance.version}").resultat
    assert relue.bloc.tetes == avant.bloc.tetes
    with pytest.raises(data_layer.ReleaseInconnue):
        data_layer.repondre("activite-mco", "maj=2020-01-01-00000000")


def test_sans_publication_la_porte_le_dit(tmp_path, monkeypatch):
    monkeypatch.setenv("PORTULAN_VAR", str(tmp_path))
    with pytest.raises(data_layer.AucunePublication):
        data_layer.repondre("activite-mco", "")
