"""The primary rule, cell by cell, and what derives from it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data_layer.disclosure import Brut, BrutMoyenne, Garde, garder_effectif, garder_moyenne
from data_layer.indicators.evolution import evolution
from data_layer.indicators.ordre import ordre, parts, rangs
from data_layer.statuts import STATUTS, Statut

LIGNES = st.lists(
    st.one_of(
        st.integers(0, 60).filter(lambda n: n == 0 or n > 10).map(lambda n: ("publie", n)),
        st.just(("masque", 0)),
        st.just(("absent", 0)),
    ),
    max_size=6,
)


def _brut(lignes):
    """A cell summed from rows, as the engine would: source bounds 1..10 on masked ones."""
    publies = [n for genre, n in lignes if genre == "publie"]
    masques = sum(genre == "masque" for genre, _ in lignes)
    absents = sum(genre == "absent" for genre, _ in lignes)
    bas, haut = sum(publies) + masques, sum(publies) + 10 * masques
    bornes = (bas, haut, len(publies), masques, absents)
    return Brut(*(np.array([float(x)]) for x in (*bornes, 0, 0)))


@given(LIGNES)
def test_aucun_effectif_de_1_a_10_ne_sort(lignes):
    garde = garder_effectif(_brut(lignes))
    valeur, statut = garde.valeurs[0], STATUTS[garde.statuts[0]]
    assert np.isnan(valeur) or valeur == 0 or valeur > 10
    assert np.isnan(valeur) == (statut not in (Statut.OK, Statut.AU_MOINS))


@given(LIGNES)
def test_une_somme_exacte_est_dite_exacte_et_une_borne_au_moins(lignes):
    garde = garder_effectif(_brut(lignes))
    statut = STATUTS[garde.statuts[0]]
    lacune = any(genre != "publie" for genre, _ in lignes)
    if not lignes:
        assert statut is Statut.SANS_OBJET
    elif not lacune:
        assert statut is Statut.OK
        assert garde.valeurs[0] == sum(n for _, n in lignes)
    else:
        assert statut in (Statut.AU_MOINS, Statut.MASQUE, Statut.NON_TRANSMIS)


@given(LIGNES)
def test_la_moyenne_part_avec_son_effectif(lignes):
    brut = _brut(lignes)
    garde = garder_effectif(brut)
    poids = np.array([float(sum(n for genre, n in lignes if genre == "publie"))])
    moyenne = garder_moyenne(BrutMoyenne(poids * 54.5, poids, np.zeros(1)), brut, garde)
    if STATUTS[garde.statuts[0]] in (Statut.MASQUE, Statut.NON_TRANSMIS, Statut.SANS_OBJET):
        assert np.isnan(moyenne.valeurs[0])
    if not np.isnan(moyenne.valeurs[0]):
        assert moyenne.valeurs[0] == 54.5
        exacte = STATUTS[moyenne.statuts[0]] is Statut.OK
        assert exacte == all(genre == "publie" for genre, _ in lignes)


@given(LIGNES, LIGNES)
def test_une_evolution_n_en_dit_pas_plus_que_ses_termes(n, p):
    gn, gp = garder_effectif(_brut(n)), garder_effectif(_brut(p))
    for en_valeur in (True, False):
        e = evolution(gn, gp, en_valeur=en_valeur)
        if np.isnan(gn.valeurs[0]) or np.isnan(gp.valeurs[0]):
            assert np.isnan(e.valeurs[0])


def _garde(valeur, erreur=0.0, statut=Statut.OK):
    return Garde(np.array([valeur]), np.array([erreur]), np.array([STATUTS.index(statut)], np.int8))


def test_evolution_exacte_approchee_masquee():
    exacte = evolution(_garde(110.0), _garde(100.0), en_valeur=False)
    assert exacte.valeurs[0] == 10.0
    assert STATUTS[exacte.statuts[0]] is Statut.OK
    large = evolution(_garde(110.0, 9.0, Statut.AU_MOINS), _garde(100.0), en_valeur=False)
    assert STATUTS[large.statuts[0]] is Statut.MASQUE
    fine = evolution(_garde(1.1e6, 9.0, Statut.AU_MOINS), _garde(1e6), en_valeur=True)
    assert STATUTS[fine.statuts[0]] is Statut.APPROCHE
    assert (
        STATUTS[evolution(_garde(5e3), _garde(0.0), en_valeur=False).statuts[0]]
        is Statut.SANS_OBJET
    )
    assert evolution(_garde(5e3), _garde(0.0), en_valeur=True).valeurs[0] == 5e3


@given(st.lists(st.one_of(st.integers(0, 5).map(float), st.just(float("nan"))), max_size=12))
def test_rangs_et_ordre_ne_dependent_que_du_montre(valeurs):
    v = np.array(valeurs)
    libelles = [f"Zone {i:02d}" for i in range(len(valeurs))]
    classes = rangs(v)
    for valeur, rang in zip(valeurs, classes, strict=True):
        devant = sum(w > valeur for w in valeurs if not np.isnan(w))
        assert rang is None if np.isnan(valeur) else rang == devant + 1
    suite = ordre(libelles, v, decroissant=True)
    assert sorted(suite) == list(range(len(valeurs)))
    muets = [i for i in suite if np.isnan(valeurs[i])]
    assert suite[len(suite) - len(muets) :] == sorted(muets)


def test_parts_sans_total():
    assert np.isnan(parts(np.array([12.0]), 0.0)).all()
    assert np.isnan(parts(np.array([12.0]), float("nan"))).all()
    assert parts(np.array([12.0, np.nan]), 48.0)[0] == 0.25
