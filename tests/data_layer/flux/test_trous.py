"""Faults that the answers of flows had, each with its smallest example."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from data_layer.selection import Contexte
from tests.data_layer.flux.oracle_base import Base
from tests.data_layer.test_selection_flux import contexte
from tests.fabrique import petit_flux


def _lire(slug, requete):
    import data_layer

    lue = data_layer.repondre(slug, requete)
    assert lue.lu.avis == ()
    return lue.resultat


def _dites(bloc):
    return {
        (x.groupe, x.code): {c: (v.valeur, str(v.statut)) for c, v in x.cellules.items()}
        for x in bloc.lignes()
    }


def test_l_index_de_l_essai_est_celui_d_une_publication(publie):
    """The selections of the grammar are read against what the release says too."""
    import data_layer

    lue = data_layer.repondre("taux-de-recours", "").contexte
    assert isinstance(lue, Contexte) and lue.des_familles == dict(contexte().des_familles)
    assert {z.id for z in lue.zones.toutes()} == {z.id for z in contexte().zones.toutes()}


def test_l_analyse_croisee_d_un_territoire_repond(publie):
    resultat = _lire("analyse-croisee", "zone=tds-24T01&vue=graphique")
    assert len(resultat.blocs["matrice"]) > 0


@pytest.mark.parametrize("niveau", ["departement", "bv"])
def test_un_territoire_a_des_lignes(publie, niveau):
    """What a territory is made of: its départements, its bassins."""
    resultat = _lire("taux-de-recours", f"zone=tds-24T01&niveau={niveau}")
    assert len(resultat.bloc) > 0 or resultat.refus is not None


def test_sous_tous_champs_chaque_champ_se_compte_en_sejours(publie, base):
    """The column is called « Séjours »: days of HAD under it are not."""
    lignes = _dites(_lire("taux-de-recours", "noeud=tout&par=classification&unite=volume").bloc)
    sejours = sum(
        s for n, t, *_, s, _u, _c in base.faits[2021] if t in (1, 2) and "had" in base.chemin(n)
    )
    assert lignes[0, "had"]["volume"][0] == sejours


def test_rien_n_est_pas_cent_pour_cent(publie):
    """Of a zone where nobody has anything, no share is 100 %."""
    tete = _lire("parts-de-marche", "zone=reg-84").bloc.tetes[0]
    assert tete.cellules["volume"].valeur == 0
    assert tete.cellules["part"].statut == "sans_objet"


def test_rien_n_est_pas_masque(publie):
    lignes = _dites(_lire("parts-de-marche", "zone=reg-84&vue=graphique").blocs["concentration"])
    assert {x["trois"][1] for x in lignes.values()} == {"sans_objet"}


def test_la_france_sans_activite_n_a_pas_de_fuite(publie):
    tete = _lire("analyse-croisee", "noeud=dom-01&type=seances").bloc.tetes[0]
    assert tete.cellules["consommation"].valeur == 0
    assert tete.cellules["fuite"].statut == "sans_objet"


def test_une_feuille_au_dessus_du_niveau_garde_sa_ligne(publie):
    """A leaf stands for itself at depths below its own: dom-02 has no racine."""
    lignes = _dites(_lire("taux-de-recours", "par=classification&niveau=racine&unite=volume").bloc)
    assert {c for _, c in lignes} == {"rac-06C04", "rac-06K04", "dom-02"}


def test_ce_dont_la_reference_est_masquee_est_masque(publie):
    """In 2019 acts of PSY are masked up to France: an index against it is hidden, it is not meaningless."""
    bloc = _lire("taux-de-recours", "noeud=psy&type=actes&periode=2019&niveau=departement").bloc
    lignes = [x for x in _dites(bloc).values() if x["taux_standardise"][1] == "ok"]
    assert lignes and {x["indice_national"][1] for x in lignes} == {"masque"}
    assert {x["position"][1] for x in lignes} == {"masque"}


def test_la_part_d_un_flux_dont_la_marge_est_masquee_est_masquee(publie):
    resultat = _lire(
        "analyse-croisee", "noeud=psy&type=actes&periode=2019&niveau=region&vue=graphique"
    )
    lignes = _dites(resultat.blocs["matrice"])
    masquees = {
        c for (_, c), x in _dites(resultat.bloc).items() if x["consommation"][1] == "masque"
    }
    parts = {x["autosuffisance"][1] for (_, c), x in lignes.items() if c.split("|")[0] in masquees}
    assert masquees and parts == {"masque"}


def test_aucun_flux_de_la_matrice_ne_compte_un_a_dix(publie, base: Base):
    """« ailleurs » and other régions are flows like the others: 0, or eleven stays at least."""
    petits = 0
    for noeud, zone in itertools.product(
        ("mco", "psy", "had", "cm-08"), ("tds-53T01", "tds-53T02")
    ):
        requete = f"noeud={noeud}&zone={zone}&niveau=departement&vue=graphique"
        lues = _dites(_lire("analyse-croisee", requete).blocs["matrice"])
        for (_, code), cellules in lues.items():
            de, vers = code.split("|")
            n = sum(
                x[5]
                for x in base.faits[2021]
                if noeud in base.chemin(x[0])
                and x[1] in (1, 2)
                and base.residences[x[2]]["departement"] == de
                and _dit(base.sites[x[3]], de, lues) == vers
            )
            petits += 1 <= n <= 10 and vers == "ailleurs"
            if 1 <= n <= 10:
                assert cellules["volume"][1] == "masque", (requete, code, n)
    assert petits


def _dit(site, de, lues):
    """How the place of a site is called in a matrix of Bretagne."""
    if site["region"] != "53":
        return f"reg-{site['region']}"
    connus = {c.split("|")[1] for _, c in lues if c.startswith(de)}
    return site["departement"] if site["departement"] in connus else "ailleurs"


def _strate_de_trois(petit):
    """Orthopaedics of young men, all of France in 2021, brought to three stays."""
    f = petit.faits[2021]
    rares = np.flatnonzero((f["noeud"] == 5) & (f["strate"] == 0) & (f["type"] < 3))
    garder = np.ones(len(f["site"]), bool)
    garder[rares[3:]] = False
    rogne = {c: np.asarray(v)[garder].copy() for c, v in f.items()}
    la = (rogne["noeud"] == 5) & (rogne["strate"] == 0) & (rogne["type"] < 3)
    rogne["sejours"][la] = rogne["unites"][la] = 1
    return replace(petit, faits={**petit.faits, 2021: rogne})


def test_une_strate_de_france_ne_se_retrouve_pas_par_difference(entrepot_du_flux):
    """Expected stays of MCO less those of digestive surgery give the strata of orthopaedics back.

    Eight zones of known populations make eight equations; the page hides them for orthopaedics alone.
    """
    import data_layer
    from data_layer import warehouse

    petit = _strate_de_trois(petit_flux.fabriquer())
    release = warehouse.publier("flux", lambda chantier: petit_flux.ecrire(chantier, petit))
    data_layer.vider_memoire()
    base = Base(release.jeux["flux"].tables)
    attendus = {}
    for noeud in ("mco", "dom-01"):
        requete = f"noeud={noeud}&niveau=bv&vue=graphique"
        lignes = _dites(_lire("taux-de-recours", requete).blocs["entonnoir"])
        attendus[noeud] = {c: x["attendus"][0] for (_, c), x in lignes.items()}
    communes = [c for c, v in attendus["mco"].items() if v and attendus["dom-01"][c]]
    france = np.array(base.personnes(2021, "fr"), float)
    systeme = np.array([base.personnes(2021, f"bv-{c}") for c in communes]).reshape(-1, 8) / france
    strates = [
        np.linalg.lstsq(systeme, [attendus[n][c] for c in communes], rcond=None)[0]
        if len(communes) >= 8
        else np.full(8, np.nan)
        for n in ("mco", "dom-01")
    ]
    trouvee = (strates[0] - strates[1])[0]
    vraie = sum(s for n, t, _, _, k, s, *_ in base.faits[2021] if n == 5 and t in (1, 2) and k == 0)
    assert vraie == 3
    assert not abs(trouvee - vraie) < 0.01, trouvee
