"""Every cell of many selections of the four restitutions, recomputed from raw rows in plain Python."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from geodata.texte import sans_accent
from tests.data_layer.flux.demandes import TIRAGES, demandes
from tests.data_layer.flux.oracle_carte import Carte
from tests.data_layer.flux.oracle_croisee import Croisee
from tests.data_layer.flux.oracle_parts import Parts
from tests.data_layer.flux.oracle_taux import Taux

ORACLES = {
    "taux-de-recours": Taux,
    "parts-de-marche": Parts,
    "analyse-croisee": Croisee,
    "cartographie": Carte,
}
COMBIEN = 30
VUES: Counter[str] = Counter()
"""Cells compared, by status."""


def _comme(trouvee, attendue, ou):
    VUES[attendue[1]] += 1
    assert trouvee[1] == attendue[1], (ou, trouvee, attendue)
    if attendue[0] is None:
        assert trouvee[0] is None, ou
    else:
        assert trouvee[0] == pytest.approx(attendue[0], rel=1e-9, abs=1e-9), ou


def _cellules(cellules):
    return {c: (x.valeur, str(x.statut)) for c, x in cellules.items()}


def _vide(nom, cellules):
    """Of a zone that nothing is known of, nothing is told but zeros."""
    for valeur, statut in cellules.values():
        assert valeur == (0.0 if statut == "ok" else None), (nom, cellules)


def _comparer_bloc(bloc, attendu, ou):
    vus = set()
    for ligne in bloc.lignes():
        cle, lues = (ligne.groupe, ligne.code), _cellules(ligne.cellules)
        assert cle not in vus
        vus.add(cle)
        if cle not in attendu:
            _vide((ou, cle), lues)
            continue
        for mesure, cellule in lues.items():
            _comme(cellule, attendu[cle][mesure], (ou, bloc.cle, cle, mesure))
    assert vus >= set(attendu), (ou, bloc.cle, set(attendu) - vus)


def _en_ordre(bloc):
    """Shown rows from the largest, equal ones by label; then masked ones, by label alone."""
    for groupe in set(bloc.groupes):
        lignes = [x for x in bloc.lignes() if x.groupe == groupe]
        lues = [(x.cellules[bloc.meneuse].valeur, sans_accent(x.libelle)) for x in lignes]
        # Other régions stand after the establishments, without a rank.
        loin = [x.code.startswith("reg-") for x in lignes]
        places = sorted(
            range(len(lues)),
            key=lambda i: (loin[i], lues[i][0] is None, -(lues[i][0] or 0), lues[i][1]),
        )
        assert [lues[i] for i in places] == lues
        assert loin == sorted(loin)
        lues = [x for x, ailleurs in zip(lues, loin, strict=True) if not ailleurs]
        assert all(x.rang is None for x, ailleurs in zip(lignes, loin, strict=True) if ailleurs)
        for x, (v, _) in zip(lignes, lues, strict=False):
            rang = None if v is None else 1 + sum(w is not None and w > v for w, _ in lues)
            assert x.rang == rang


@pytest.mark.parametrize("d", [d for s in TIRAGES for d in demandes(s, COMBIEN)], ids=str)
def test_chaque_cellule(base, d):
    import data_layer

    lue = data_layer.repondre(d.slug, d.requete())
    assert lue.lu.avis == ()
    resultat, oracle = lue.resultat, ORACLES[d.slug](base, d)
    assert resultat.refus is None
    attendus = oracle.blocs()
    assert set(resultat.blocs) == set(attendus)
    for nom, attendu in attendus.items():
        _comparer_bloc(resultat.blocs[nom], attendu, d)
    tetes = oracle.tetes()
    assert len(resultat.bloc.tetes) == len(tetes)
    for ligne, attendue in zip(resultat.bloc.tetes, tetes, strict=True):
        for mesure, cellule in _cellules(ligne.cellules).items():
            if mesure in attendue:
                _comme(cellule, attendue[mesure], (d, "tete", mesure))
    part = oracle.part_masquee()
    assert (resultat.part_masquee is None) == (part is None)
    assert part is None or math.isclose(resultat.part_masquee, part, abs_tol=1e-12)
    if d.par != "statut":
        _en_ordre(resultat.bloc)


def test_les_villes_des_poles(base):
    """The town that draws most is named, or why it is not is said."""
    import data_layer

    dites = Counter()
    for d in demandes("cartographie", 3 * COMBIEN):
        if d.indicateur != "pole" or d.lecture != "total":
            continue
        oracle, bloc = Carte(base, d), data_layer.repondre(d.slug, d.requete()).resultat.bloc
        for ligne in bloc.lignes():
            ville, _ = oracle.pole(d.annee, ligne.code)
            assert ligne.remarques == (ville,)
            dites[ville.startswith("Commune"), ligne.cellules["part_pole"].statut] += 1
    assert min(dites[True, "ok"], dites[True, "masque"], dites[False, "masque"]) > 10


def test_assez_de_tout_a_ete_compare():
    """Shown, masked, bounded and meaningless cells, many of each."""
    if sum(VUES.values()) < 10_000:
        pytest.skip("only a part of the selections were asked")
    assert min(VUES[s] for s in ("ok", "masque", "sans_objet")) > 1_000, VUES
    assert VUES["au_moins"] > 20, VUES


def test_deux_zones_d_une_carte_se_lisent_en_tete(entrepot_du_flux):
    """Each as it is alone."""
    import data_layer

    seules = [
        data_layer.repondre("cartographie", f"zone={z}").resultat.bloc.tetes[0]
        for z in ("reg-24", "reg-53")
    ]
    deux = data_layer.repondre("cartographie", "zone=reg-24&vs=reg-53").resultat.bloc.tetes
    assert [t.cellules for t in deux] == [t.cellules for t in seules]
    assert [(t.code, t.groupe, t.marque) for t in deux] == [("24", 0, 0), ("53", 1, 1)]
