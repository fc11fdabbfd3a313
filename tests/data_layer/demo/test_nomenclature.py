"""The typed nomenclatures: a sound tree, real codes, and nothing that contradicts itself."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from data_layer.demo.nomenclature import ATU, LES, Nomenclature, assembler, nomenclature
from data_layer.demo.nomenclature_lecture import Feuille, feuilles_lpp, feuilles_ucd, lire_yaml

PARTAGE = Path(__file__).parents[4] / "shared/data/nomenclatures"


@pytest.fixture(scope="module")
def tout() -> Nomenclature:
    """The nomenclatures of the demonstration."""
    return nomenclature()


def test_preorder(tout: Nomenclature) -> None:
    """A node's subtree is the run of numbers numero..fin, parents come first, depth follows."""
    assert tout.noeuds[0].fin == len(tout.noeuds) - 1
    for rang, noeud in enumerate(tout.noeuds):
        assert noeud.numero == rang
        if noeud.parent is None:
            assert rang == 0
            continue
        parent = tout.noeuds[noeud.parent]
        assert parent.numero < rang <= noeud.fin <= parent.fin
        assert noeud.profondeur == parent.profondeur + 1
        enfants = [n for n in tout.noeuds if n.parent == rang]
        assert (rang == noeud.fin) == (not enfants) == noeud.feuille
        assert noeud.fin == max([rang, *(e.fin for e in enfants)])


def test_arbre_dit_la_meme_chose(tout: Nomenclature) -> None:
    """The arrays of ``arbre`` are the nodes, and ancestors follow the prefixes of the codes."""
    assert tout.arbre.fin.tolist() == [n.fin for n in tout.noeuds]
    assert tout.arbre.parent.tolist() == [-1] + [n.parent for n in tout.noeuds[1:]]
    ancetres = tout.arbre.ancetres()
    for feuille in tout.feuilles:
        lignee = [tout.noeuds[i].code for i in ancetres[:, feuille.numero]]
        famille, profondeur = ("dm", 6) if feuille.code.startswith("lpp-") else ("med", 7)
        assert lignee[:2] == ["tout", famille]
        assert feuille.profondeur == profondeur
        assert lignee[profondeur:] == [feuille.code] * (8 - profondeur)
        for haut, bas in pairwise(lignee[2:profondeur]):
            assert bas.startswith(haut)


def test_niveaux_et_tailles(tout: Nomenclature) -> None:
    """The volumes the demonstration was promised."""
    niveaux = Counter(n.niveau for n in tout.noeuds)
    assert niveaux["sous-chapitre"] >= 14
    assert 90 <= niveaux["code"] <= 170
    assert 60 <= niveaux["atc5"] <= 100
    assert 110 <= niveaux["ucd"] <= 160
    assert len(tout.diagnostics) >= 130
    assert len(tout.ghms) >= 120
    assert len(tout.indications) >= 150
    assert sum(2 in f.champs for f in tout.feuilles) >= 12
    assert sum(1 in f.champs for f in tout.feuilles) >= 12
    assert sum(f.liste(2016, 1) == ATU for f in tout.feuilles) >= 12


def test_codes_des_planches(tout: Nomenclature) -> None:
    """What the published slides show exists here."""
    codes = {n.code for n in tout.noeuds}
    for sous_chapitre in ("030102", "030101", "030402", "030401", "030106", "030201"):
        assert f"lpp-{sous_chapitre}" in codes
    assert {"M16", "K07", "M17", "M23", "M75", "I25"} <= {d.code for d in tout.diagnostics}
    ghms = {"03C191", "08C481", "08C241", "08C343", "05K061", "05K06T"}
    assert ghms <= {g.code for g in tout.ghms}


def test_aucun_doublon(tout: Nomenclature) -> None:
    """Codes are unique, and so are the labels of one kind (a table shows labels)."""
    for lignes in (tout.noeuds, tout.diagnostics, tout.ghms, tout.indications):
        codes = [ligne.code for ligne in lignes]
        assert len(set(codes)) == len(codes)
    for lignes in (tout.feuilles, tout.diagnostics, tout.ghms, tout.indications):
        libelles = Counter(ligne.libelle for ligne in lignes)
        assert [nom for nom, fois in libelles.items() if fois > 1] == []


def test_affinites(tout: Nomenclature) -> None:
    """Every product has its stays, weights sum to 1, séances are those of category 28."""
    assert set(tout.affinites) == {f.numero for f in tout.feuilles}
    for suite in tout.affinites.values():
        assert sum(a.poids for a in suite) == pytest.approx(1)
        for a in suite:
            assert 1 <= a.diagnostic <= len(tout.diagnostics)
            ghm = tout.ghms[a.ghm - 1]
            assert a.seance == ghm.seance == ghm.code.startswith("28")
    servis = {a.ghm for suite in tout.affinites.values() for a in suite}
    assert servis == set(range(1, len(tout.ghms) + 1))


def test_genou(tout: Nomenclature) -> None:
    """A knee implant goes mostly with M17 and 08C241."""
    genou = next(f for f in tout.feuilles if f.code == "lpp-3127942")
    principale = max(tout.affinites[genou.numero], key=lambda a: a.poids)
    assert tout.diagnostics[principale.diagnostic - 1].code == "M17"
    assert tout.ghms[principale.ghm - 1].code == "08C241"


def test_listes_et_champs(tout: Nomenclature) -> None:
    """Devices are MCO and LES; a drug has indications of each list it is billed on."""
    listes: dict[int, set[int]] = {}
    for indication in tout.indications:
        listes.setdefault(indication.noeud, set()).add(indication.liste)
    for feuille in tout.feuilles:
        if feuille.code.startswith("lpp-"):
            assert feuille.champs == (0,)
            assert feuille.entree_les is None
            assert feuille.numero not in listes
        else:
            assert 0 in feuille.champs
            voulues = {LES, ATU} if feuille.entree_les else {LES}
            assert listes[feuille.numero] == voulues


def test_entree_en_liste(tout: Nomenclature) -> None:
    """A product is ATU up to the month before its entry."""
    keytruda = next(f for f in tout.feuilles if f.code == "ucd-9419723")
    assert keytruda.entree_les == (2017, 5)
    assert [keytruda.liste(2016, 12), keytruda.liste(2017, 4)] == [ATU, ATU]
    assert [keytruda.liste(2017, 5), keytruda.liste(2018, 1)] == [LES, LES]


def test_dispositifs_vraisemblables(tout: Nomenclature) -> None:
    """Orthopaedics makes most of the units; other sous-chapitres than the six shown stay small."""
    ancetres = tout.arbre.ancetres()[4]
    unites: Counter[str] = Counter()
    for f in tout.feuilles:
        if f.code.startswith("lpp-"):
            unites[tout.noeuds[int(ancetres[f.numero])].code] += round(f.poids * f.unites * 100)
    parts = {code: n / unites.total() for code, n in unites.items()}
    assert 0.55 < parts["lpp-030102"] < 0.75
    montrees = {"030102", "030101", "030402", "030401", "030106", "030201"}
    assert max(p for code, p in parts.items() if code[4:] not in montrees) < 0.0125


def test_stable(tout: Nomenclature) -> None:
    """One object, read once; arrays have the contract's types."""
    assert nomenclature() is tout
    assert tout.arbre.fin.dtype == np.int16
    assert tout.arbre.profondeur.dtype == np.int8


# What is refused. A tiny set that stands, then one thing wrong at a time.

LIBELLES = {"lpp-03": "T", "lpp-0301": "C", "lpp-030102": "S", "lpp-03010201": "P"}
CHEMIN = ("lpp-03", "lpp-0301", "lpp-030102", "lpp-03010201")
TIGE = Feuille("lpp-3165517", "Tige", CHEMIN, 1, 100, 1, 0, (0,), ("hanche",))
ANTICORPS = Feuille("ucd-1", "U", (), 1, 1, 1, 0, (0,), ("hanche",), indications=("I",))


def _assembler(
    *feuilles: Feuille,
    libelles: dict[str, str] | None = None,
    paires: dict[str, str] | None = None,
) -> Nomenclature:
    return assembler(
        LIBELLES if libelles is None else libelles,
        feuilles,
        {"M16": "Coxarthrose"},
        {"08C481": "Prothèses de hanche"},
        {"hanche": {"M16 08C481": "3"} if paires is None else paires},
    )


def test_petit_ensemble_tient() -> None:
    """The tiny set is accepted: what follows fails for its own reason."""
    petit = _assembler(TIGE, ANTICORPS)
    assert [n.code for n in petit.noeuds] == ["tout", "dm", *CHEMIN, TIGE.code, "med", "ucd-1"]


@pytest.mark.parametrize(
    ("feuille", "message"),
    [
        (TIGE, "Repeated"),
        (replace(TIGE, code="lpp-2", chemin=(*CHEMIN[:3], "lpp-03010209")), "Unknown prefix"),
        (replace(TIGE, code="lpp-2", cas=("genou",)), "unknown case"),
        (replace(TIGE, code="lpp-2", cas=()), "lpp-2: no affinity"),
        (replace(TIGE, code="lpp-2", poids=0), "poids"),
        (replace(TIGE, code="lpp-2", champs=()), "champs"),
        (replace(ANTICORPS, indications=()), "needs an indication"),
        (replace(ANTICORPS, entree_les=(2018, 1)), "an ATU needs"),
    ],
)
def test_feuille_refusee(feuille: Feuille, message: str) -> None:
    """One bad leaf beside a good one."""
    with pytest.raises(ValueError, match=message):
        _assembler(TIGE, feuille)


def test_libelle_sans_produit_et_paire_inconnue() -> None:
    """A label that labels nothing and a pair of unknown codes are mistakes too."""
    with pytest.raises(ValueError, match="lpp-0302"):
        _assembler(TIGE, libelles={**LIBELLES, "lpp-0302": "Vide"})
    with pytest.raises(ValueError, match="unknown pair M17 08C481"):
        _assembler(TIGE, paires={"M17 08C481": "1"})
    with pytest.raises(ValueError, match="Cases of no product: hanche"):
        _assembler(replace(TIGE, cas=()))


def test_lecture() -> None:
    """Codes stay text, keys are unique, a malformed line is refused."""
    assert lire_yaml("03: [0301, 1.5]") == {"03": ["0301", "1.5"]}
    with pytest.raises(ValueError, match="M16"):
        lire_yaml("M16: a\nM16: b")
    with pytest.raises(ValueError, match="unpack"):
        list(feuilles_lpp({"03010201": [["3165517", "Tige", "1", "2"]]}))
    ligne = ["9", "U", "1", "1", "1", "0", "MX"]
    with pytest.raises(ValueError, match="unknown champ"):
        list(feuilles_ucd({"L01XC02": {"cas": "c", "indications": ["i"], "ucd": [ligne]}}))


# Against the public reference files, where they are.


def _json(nom: str) -> list[dict[str, str]]:
    chemin = PARTAGE / f"{nom}.json.gz"
    if not chemin.exists():
        pytest.skip("les nomenclatures de référence ne sont pas là (../shared/data)")
    with gzip.open(chemin, "rt", encoding="utf-8") as flux:
        contenu: list[dict[str, str]] = json.load(flux)
    return contenu


def test_lpp_reels(tout: Nomenclature) -> None:
    """Every device exists in the LPP, under the paragraph we put it, and on the list."""
    paragraphe = {
        r["code_tips"]: "".join(r.get(f"arbo{i}", "0").zfill(2) for i in range(1, 5))
        for r in _json("lpp_fiche")
    }
    en_sus = {r.get("codelpp") for r in _json("mco_dmiref_atih_historique_liste_lpp")}
    for f in tout.feuilles:
        if f.code.startswith("lpp-"):
            code = f.code.removeprefix("lpp-")
            assert f.parent is not None
            assert tout.noeuds[f.parent].code == f"lpp-{paragraphe[code]}", f
            assert code in en_sus, f


def test_ucd_reels(tout: Nomenclature) -> None:
    """Every UCD exists, under its ATC code as far as the reference gives it."""
    references: dict[str, set[str]] = {}
    for r in _json("mco_medref_atih_historique_liste_ucd"):
        references.setdefault(r.get("ucd7") or "", set()).add((r.get("codeatc") or "").strip())
    for r in _json("ucd_tot_table"):
        references.setdefault(r["code_ucd"], set()).add(r.get("code_atc", ""))
    # Codes the references leave short or empty: not attributed yet when they were written.
    sans_atc = {"9439938", "9440456"}
    for f in tout.feuilles:
        if f.code.startswith("ucd-"):
            ucd = f.code.removeprefix("ucd-")
            assert f.parent is not None
            atc = tout.noeuds[f.parent].code.removeprefix("atc-")
            connus = tuple(code for code in references[ucd] if code[:1].isupper())
            assert ucd in sans_atc or atc.startswith(connus), f


def test_cim_et_ghm_reels(tout: Nomenclature) -> None:
    """Every diagnosis and GHM exists, and the labels are theirs: they begin alike."""
    ghms = {r["ghm"]: r["libelle_ghm"] for r in _json("ghm_ghm_regroupement")}
    with (PARTAGE / "IR_CIM_V.csv").open(encoding="utf-8") as flux:
        cim = {r["CIM_COD"]: r["CIM_LIB"] for r in csv.DictReader(flux, delimiter=";")}
    for ligne, reference in [(d, cim[d.code]) for d in tout.diagnostics] + [
        (g, ghms[g.code]) for g in tout.ghms
    ]:
        debut = reference.replace("oe", "œ")[:6].casefold()
        assert ligne.libelle.casefold().startswith(debut), ligne
