"""The search of products: by the words of people, which are not those of the labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.texte import sans_accent
from tests.data_layer.contexte_faits import CONTEXTE

assert CONTEXTE.noeuds is not None
NOEUDS = CONTEXTE.noeuds
TOUS = [NOEUDS.par_numero(i) for i in range(len(NOEUDS))]


def libelles(texte: str, limite: int = 20) -> list[str]:
    return [sans_accent(n.libelle) for n in NOEUDS.chercher(texte, limite)]


@pytest.mark.parametrize(
    ("texte", "premiers", "mots"),
    [
        ("prothèse de genou", 5, ("genou",)),
        ("prothèses du genou", 5, ("genou",)),
        ("prothèse de hanche", 10, ("hanche",)),
        ("stent coronaire", 5, ("stent", "coronaire")),
        ("stents coronaires", 5, ("stent", "coronaire")),
        ("pacemaker", 6, ("stimulateur",)),
        ("pace-maker", 6, ("stimulateur",)),
        ("keytruda", 2, ("keytruda",)),
        ("pembrolizumb", 1, ("pembrolizumab",)),
        ("valve aortique", 2, ("valve", "aortique")),
        ("prothèse valvulaire aortique", 2, ("valve", "aortique")),
        ("embase tibiale en titane pour genou", 1, ("genou", "embase", "tibiale")),
    ],
)
def test_les_premieres_reponses_sont_celles_qu_on_demande(texte, premiers, mots):
    trouves = libelles(texte)[:premiers]
    assert len(trouves) == premiers
    for libelle in trouves:
        assert all(mot in libelle for mot in mots), libelle


def test_un_nom_du_coeur_ne_trouve_pas_le_cerveau():
    """A pacemaker is a « stimulateur cardiaque »: the second word may stand above."""
    trouves = libelles("pacemaker", 100)
    assert "stimulateur simple chambre ssi" in trouves
    assert not [t for t in trouves if "cerebral" in t or t.startswith("neuro")]


def test_ce_qui_a_tous_les_mots_precede_ce_qui_est_au_dessous():
    assert libelles("prothèse de genou")[0].startswith("genou implant")
    assert libelles("prothèse de hanche")[0].startswith("hanche prothese")


@pytest.mark.parametrize(
    ("texte", "code"),
    [
        ("L01XC18", "atc-L01XC18"),
        ("atc-l01xc18", "atc-L01XC18"),
        ("030102", "lpp-030102"),
        ("pembrolizumab", "atc-L01XC18"),
        ("Pembrolizumab", "atc-L01XC18"),
    ],
)
def test_le_code_ou_le_nom_exact_est_premier(texte, code):
    assert NOEUDS.chercher(texte)[0].code == code


_FEUILLES = [n for n in TOUS if n.code_court.isdigit() and len(n.code_court) == 7]


@pytest.mark.parametrize(
    "ecrit",
    ["{}", "LPP {}", "ucd {}", "code {}", "Code UCD : {}", "code LPP n° {}", "{} (à vérifier)"],
)
@pytest.mark.parametrize("sur", [False, True])
def test_un_code_se_trouve_avec_les_mots_qui_l_annoncent(ecrit, sur):
    assert {n.code[:3] for n in _FEUILLES} == {"lpp", "ucd"}
    for noeud in _FEUILLES[:: len(_FEUILLES) // 12]:
        trouves = NOEUDS.chercher(ecrit.format(noeud.code_court), entiers=sur, sur=sur)
        assert trouves[0] == noeud
        assert sur is False or trouves == [noeud]


@pytest.mark.parametrize(
    ("texte", "code"),
    [("ATC L01XC", "atc-L01XC"), ("code atc L01 XC", "atc-L01XC"), ("LPP 0301", "lpp-0301")],
)
def test_les_codes_de_tout_niveau_se_trouvent_ainsi(texte, code):
    trouves = NOEUDS.chercher(texte, 50)
    assert trouves[0].code == code
    assert all(n.code.startswith(code) for n in trouves)


@pytest.mark.parametrize("texte", ["LPP 9999999", "code ucd 0000001", "n° 9999999"])
def test_un_code_inconnu_ne_trouve_rien(texte):
    assert NOEUDS.chercher(texte) == []


@given(st.sampled_from([n for n in TOUS if n.code]))
def test_chaque_code_trouve_son_noeud(noeud):
    assert NOEUDS.chercher(noeud.code, 1) == [noeud]


@given(st.sampled_from(TOUS))
def test_chaque_libelle_trouve_son_noeud(noeud):
    memes = [n for n in TOUS if sans_accent(n.libelle) == sans_accent(noeud.libelle)]
    assert noeud in NOEUDS.chercher(noeud.libelle, len(memes))


@given(st.text(max_size=150), st.integers(-1, 8), st.booleans())
def test_rien_ne_leve_et_la_limite_tient(texte, limite, sur):
    assert len(NOEUDS.chercher(texte, limite, entiers=sur, sur=sur)) <= max(limite, 0)


@pytest.mark.parametrize("texte", ["genuo", "prothèse de zorglub", "pembrolizumb"])
def test_ce_qui_n_est_pas_sur_se_retire(texte):
    assert NOEUDS.chercher(texte)
    assert NOEUDS.chercher(texte, entiers=True, sur=True) == []
