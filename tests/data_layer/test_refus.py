"""What is proposed instead of rows that are not published."""

from __future__ import annotations

from dataclasses import replace

from data_layer.requete import refus
from data_layer.selection import Periode
from tests.data_layer.contexte_faits import CODE, CONTEXTE, DEFAUT, ETAB


def test_une_proposition_garde_la_repartition_et_contient_ce_qui_etait_demande():
    demande = DEFAUT.choisir_noeud(CODE).avec(par="diagnostic", zone=ETAB.id)
    dit = refus.dire(demande, CONTEXTE, lambda _: True)
    assert "diagnostic" in dit.raison
    assert len(dit.propositions) == 3
    assert {autre.par for _, autre in dit.propositions} == {"diagnostic"}


def test_des_mois_se_demandent_d_abord_au_trimestre():
    demande = replace(DEFAUT, periode=Periode(2019, 2019, (5, 6)))
    periodes = [
        autre.periode.ecrire()
        for _, autre in refus.dire(demande, CONTEXTE, lambda _: True).propositions
    ]
    assert periodes == ["2019-04..2019-06", "2019-01..2019-06", "2019"]


def test_rien_n_est_propose_de_ce_qui_n_est_pas_publie():
    demande = replace(DEFAUT, periode=Periode(2019, 2019, (5, 6)))
    assert refus.dire(demande, CONTEXTE, lambda _: False).propositions == ()
