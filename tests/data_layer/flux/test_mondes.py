"""A world changes nothing that is shown: the best attacker sees the same page in both, and learns nothing.

The small dataset is published twice under the same keys: as it is, and in the other world that these keys
hide. Whatever a visitor may read of an answer (cells, shares, ranks, order of rows, bounds, remarks, masked
share, circles and lines) has to be the same: a difference is something of what is masked that leaves.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from tests.data_layer.flux.demandes import LARGES, TIRAGES, demandes
from tests.data_layer.flux.oracle_base import Demande
from tests.fabrique import petit_flux

# Two releases are asked in turn: about a minute, more on a busy machine.
pytestmark = pytest.mark.timeout(600)
COMBIEN = 25
PLUS = [
    Demande("taux-de-recours", "fr", "", n, "zone", niveau, 2021, lecture=lecture)
    for n in ("", "mco", "ssr", "dom-02")
    for niveau in ("departement", "bv")
    for lecture in ("total", "evol")
]
PLUS += [
    Demande("parts-de-marche", zone, "", n, "zone", niveau, a)
    for n, a in (("mco", 2021), ("gn-0872", 2020))
    for zone in LARGES[:5]
    for niveau in ("etablissement", "site")
]
PLUS += [
    Demande("cartographie", "fr", "", n, "zone", "pmsi", a, indicateur=i, cercles="oui")
    for n, a in (("mco", 2021), ("ssr", 2020), ("psy", 2019))
    for i in ("consommation", "pole", "production")
]
PLUS += [
    Demande("analyse-croisee", zone, "", n, "zone", niveau, 2021)
    for n in ("mco", "ssr", "had", "psy", "dom-01")
    for zone, niveau in (
        *(("reg-24", "departement"), ("dep-37", "tds"), ("dep-37", "departement")),
        *(("tds-24T01", "departement"), ("fr", "tds"), ("fr", "region")),
    )
]


def _nombre(valeur):
    return None if valeur is None or math.isnan(valeur) else float(valeur)


def _cellule(c):
    return _nombre(c.valeur), _nombre(c.part), str(c.statut), _nombre(c.marge), _nombre(c.indice)


def _ligne(x):
    dites = {m: _cellule(c) for m, c in sorted(x.cellules.items())}
    return (x.code, x.libelle, x.zone, x.groupe, x.rang, x.cible, x.marque, x.remarques, dites)


def tout_ce_qui_se_lit(resultat):
    """All that an answer tells, order of rows included."""
    blocs = {}
    for nom, b in resultat.blocs.items():
        colonnes = [(c.cle, c.libelle, c.unite) for c in b.colonnes]
        lignes = [_ligne(x) for x in b.lignes()]
        blocs[nom] = (b.titre, colonnes, [_ligne(x) for x in b.tetes], lignes, dict(b.positions))
    refus = resultat.refus and (
        resultat.refus.raison,
        [libelle for libelle, _ in resultat.refus.propositions],
    )
    dits = (resultat.titre, resultat.sous_titre, resultat.remarques, resultat.sens_ligne)
    return dits, resultat.part_masquee, refus, blocs


def _reponses(petit, choisies):
    import data_layer
    from data_layer import warehouse

    warehouse.publier("flux", lambda chantier: petit_flux.ecrire(chantier, petit))
    data_layer.vider_memoire()
    lues = {}
    for d in choisies:
        lue = data_layer.repondre(d.slug, d.requete())
        assert lue.lu.avis == (), d
        lues[d] = tout_ce_qui_se_lit(lue.resultat)
    return lues


@pytest.fixture(scope="module")
def les_deux(entrepot_du_flux, deux_mondes):
    choisies = [d for slug in TIRAGES for d in demandes(slug, COMBIEN, graine=2)] + PLUS
    ici, la = (_reponses(petit, choisies) for petit in deux_mondes)
    return choisies, ici, la


def test_les_mondes_changent_des_effectifs_de_un_a_dix(deux_mondes):
    """Many of them, in all years and champs; and they leave all sums over places or over residences."""
    ici, la = deux_mondes
    for annee in petit_flux.ANNEES:
        a, b = ici.faits[annee], la.faits[annee]
        change = a["sejours"] != b["sejours"]
        assert change.sum() > 30 and (b["sejours"] > 0).all()
        assert (a["sejours"][change] <= 10).any()
        assert np.array_equal(a["cle"] != 0, change) or (a["cle"] != 0).sum() > change.sum()


def test_rien_de_ce_qui_se_lit_ne_distingue_les_deux_mondes(les_deux):
    choisies, ici, la = les_deux
    distinguent = [d for d in choisies if ici[d] != la[d]]
    assert distinguent == [], [(d, _ecart(ici[d], la[d])) for d in distinguent[:5]]


def _ecart(a, b):
    """The first thing that differs, for the report."""
    if isinstance(a, dict) and isinstance(b, dict) and a.keys() == b.keys():
        return next((c, _ecart(a[c], b[c])) for c in a if a[c] != b[c])
    if isinstance(a, (tuple, list)) and isinstance(b, (tuple, list)) and len(a) == len(b):
        return next((i, _ecart(x, y)) for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y)
    return a, b


def test_ce_qui_est_cache_l_est_bien(les_deux, deux_mondes):
    """The check itself can fail: were keys forgotten, many answers would tell the worlds apart."""
    choisies, _, _ = les_deux
    quelques = [d for d in choisies if d.annee == 2021][:40]
    nus = [
        replace(
            petit, faits={a: {**f, "cle": np.zeros_like(f["cle"])} for a, f in petit.faits.items()}
        )
        for petit in deux_mondes
    ]
    ici, la = (_reponses(petit, quelques) for petit in nus)
    assert sum(ici[d] != la[d] for d in quelques) >= 5
