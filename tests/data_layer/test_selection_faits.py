"""The grammar of a fact dataset: nodes, breakdowns, months, filters with a default, and a long drill."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data_layer.catalogue import restitution
from data_layer.catalogue.schema import Lecture, Vue
from data_layer.demo.nomenclature import nomenclature
from data_layer.demo.territoires import territoires
from data_layer.selection import (
    Contexte,
    Noeud,
    Noeuds,
    Periode,
    ecrire,
    lire,
    niveaux_lignes,
    par_defaut,
)
from geodata.zones import Genre, Zone, etablissement, zones_administratives

DM = restitution("dm-medicaments")
assert DM is not None
ETAB = etablissement("550000012", "CH de la Meuse")


def _noeuds() -> Noeuds:
    lus = nomenclature().noeuds
    codes = {n.numero: "" if n.parent is None else n.code for n in lus}
    return Noeuds(
        Noeud(
            n.numero,
            n.fin,
            n.profondeur,
            codes[n.numero],
            n.libelle,
            None if n.parent is None else codes[n.parent],
        )
        for n in lus
    )


def _territoires() -> list[Zone]:
    return [
        Zone(
            Genre(t.genre),
            t.code,
            t.libelle,
            (f"reg-{t.region}", "fr"),
            composition=tuple(f"dep-{d}" for d in t.departements),
        )
        for t in territoires()
    ]


CONTEXTE = Contexte(
    zones_administratives().avec([ETAB, *_territoires()]), Periode(2016, 2021), 6, _noeuds()
)
ZONES = [z.id for z in CONTEXTE.zones.toutes() if z.genre is not Genre.COMMUNE]
NOEUDS = ["" if n.parent is None else n.code for n in nomenclature().noeuds]
CODE = next(n.code for n in nomenclature().noeuds if n.niveau == "code")
DEFAUT = par_defaut(DM, CONTEXTE)
CLES = (
    "zone vs noeud par niveau periode champ liste statut categorie classe lecture unite pour "
    "perimetre vue tri maj v"
).split()


@st.composite
def periodes(tirer):
    annee = tirer(st.integers(2016, 2021))
    fin = tirer(st.integers(1, CONTEXTE.mois_de(annee)))
    return Periode(annee, annee, (tirer(st.integers(1, fin)), fin))


@st.composite
def selections(tirer):
    """Any selection that clicks can lead to: each choice among those then offered."""

    def parmi(valeurs):
        return tirer(st.sampled_from(list(valeurs)))

    choisie = DEFAUT.prendre(parmi(ZONES)).choisir_noeud(parmi(NOEUDS))
    for cle in ("champ", "liste", "statut", "categorie", "classe"):
        dimension = next((d for d in choisie.offre.filtres if d.cle == cle), None)
        if dimension is None:
            continue
        codes = [v.code for v in dimension.valeurs]
        nombre = 1 if dimension.unique else len(codes)
        choisie = choisie.filtrer(
            cle, tuple(tirer(st.sets(st.sampled_from(codes), max_size=nombre)))
        )
    choisie = choisie.avec(par=parmi(choisie.offre.natures))
    choisie = choisie.avec(niveau=parmi(niveaux_lignes(choisie)))
    choisie = choisie.avec(
        vs=parmi([(), ("reg-11",), ("dep-55",)]),
        periode=tirer(periodes()),
        lecture=parmi(Lecture),
        unite=parmi(choisie.offre.unites),
        pour=parmi(["", "habitants"]),
        vue=parmi(Vue),
    )
    if choisie.vue is Vue.ANNEES:
        choisie = choisie.avec(perimetre=parmi(["", "constant"]))
    colonnes = [m.cle for m in choisie.offre.colonnes(DM, choisie.unite)]
    tris = {"", "libelle", "-libelle", *colonnes, *(f"-{c}" for c in colonnes)}
    return choisie.avec(tri=parmi(sorted(tris - {f"-{choisie.meneuse}"})))


@settings(deadline=None)
@given(selections())
def test_une_adresse_rouvre_exactement_la_selection(choisie):
    adresse = ecrire(choisie, CONTEXTE)
    lu = lire(DM, adresse, CONTEXTE)
    assert lu.avis == ()
    assert lu.selection == choisie
    assert ecrire(lu.selection, CONTEXTE) == adresse


@settings(deadline=None)
@given(selections())
def test_une_adresse_ne_dit_que_ce_qui_differe(choisie):
    """Whatever key an address holds, leaving it out opens another view."""
    paires = [p for p in ecrire(choisie, CONTEXTE).split("&") if p]
    for i in range(len(paires)):
        sans = lire(DM, "&".join(paires[:i] + paires[i + 1 :]), CONTEXTE)
        assert sans.selection != choisie, paires[i]


VALEURS = {
    "zone": [*ZONES[:40], "reg-99", "", "pan-0123456789abcdef"],
    "vs": ["reg-11", "reg-11,reg-32", "dep-00", ""],
    "noeud": [*NOEUDS, "lpp-99", "tout", "atc-l01"],
    "par": [*DM.natures, "couleur"],
    "niveau": [*DM.niveaux, "titre", "ucd", "famille", "commune"],
    "periode": ["2020", "2021", "2021-07", "2020-03..2020-05", "2019-11..2020-02", "2015"],
    "champ": ["mco", "had", "mco-had", "ssr", "mco,had", "psy"],
    "liste": ["les", "atu", "les-atu", "ssr"],
    "statut": ["public", "public,prive", "public,espic,prive", "autre"],
    "categorie": ["chr", "chr,ch", "zut"],
    "classe": ["1m-5m", "plus-20m,1m-5m"],
    "lecture": ["total", "evol", "evol_val", "x"],
    "unite": ["sejours", "consommation", "patients", "montant", "lits"],
    "pour": ["habitants", "lits", ""],
    "perimetre": ["constant", "courant"],
    "vue": [*map(str, Vue), "son"],
    "tri": ["taux", "-taux", "libelle", "ecart", "-montant_patient", "hasard"],
    "maj": ["", "2026-01-01-abc"],
    "v": ["1", "2"],
}
adresses = st.lists(
    st.sampled_from(sorted(VALEURS)).flatmap(
        lambda c: st.sampled_from(VALEURS[c]).map(lambda v: f"{c}={v}")
    ),
    unique_by=lambda p: p.partition("=")[0],
).map("&".join)


@settings(max_examples=300, deadline=None)
@given(adresses)
def test_ce_qui_est_lu_s_ecrit_et_se_relit_sans_avis(adresse):
    """Right and wrong values mixed in any order: what is kept of them holds together."""
    lu = lire(DM, adresse, CONTEXTE)
    assert all(a.message and len(a.message) < 1_000 for a in lu.avis)
    if lu.selection.zone is None:
        return
    relu = lire(DM, ecrire(lu.selection, CONTEXTE), CONTEXTE)
    assert relu.avis == ()
    assert relu.selection == lu.selection
    _tient(lu.selection)


def _tient(s):
    """Every choice of a selection is one that is offered under the others."""
    assert s.unite in s.offre.unites
    assert s.par in s.offre.natures
    assert s.niveau in niveaux_lignes(s)
    assert s.zone not in s.vs
    assert not s.perimetre or s.vue is Vue.ANNEES
    for cle, codes in s.filtres:
        assert codes == s.offre.permis(cle, codes), cle


@settings(deadline=None)
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
        _tient(suite)
        relu = lire(DM, ecrire(suite, CONTEXTE), CONTEXTE)
        assert relu.avis == ()
        assert relu.selection == suite


@settings(deadline=None)
@given(st.text(max_size=300))
@example("noeud=%ff%fe&niveau=%00")
@example("periode=2021-00..2021-99")
@example("periode=" + "9" * 1500)
@example("periode=²⁰²⁰")
@example("champ=,,,&liste=,&par=&niveau=&tri=-")
@example("noeud=lpp-" + "0" * 1500)
def test_lire_ne_leve_jamais(texte):
    lu = lire(DM, texte, CONTEXTE)
    assert lu.selection.restitution is DM
    assert all(a.message and len(a.message) < 1_000 for a in lu.avis)


@settings(deadline=None)
@given(st.sampled_from(CLES), st.text())
def test_une_valeur_quelconque_ne_leve_jamais(cle, valeur):
    lire(DM, f"{cle}={quote(valeur, errors='surrogatepass')}", CONTEXTE)


@pytest.mark.parametrize(
    ("requete", "cle", "bloque", "attendu"),
    [
        ("noeud=lpp-99", "noeud", True, "n'est pas dans la classification"),
        ("noeud=tout", "noeud", True, "n'est pas dans la classification"),
        ("liste=atu", "liste", False, "n'a pas de sens"),
        ("noeud=dm&liste=atu", "liste", False, "n'a pas de sens"),
        ("noeud=med&champ=ssr&liste=atu", "liste", False, "n'a pas de sens"),
        ("noeud=dm&champ=had", "champ", False, "n'a pas de sens"),
        ("unite=patients", "unite", False, "patients"),
        ("noeud=dm&unite=patients", "unite", False, "patients"),
        ("unite=consommation", "unite", False, "consommation"),
        ("par=diagnostic", "par", False, "diagnostic"),
        ("noeud=dm&par=indication", "par", False, "indication"),
        ("noeud=med&champ=ssr&par=ghm", "par", False, "ghm"),
        ("noeud=med&champ=had&par=ghm", "par", False, "ghm"),
        ("noeud=med&champ=ssr&par=indication", "par", False, "indication"),
        (f"noeud={CODE}&par=classification", "par", False, "classification"),
        ("noeud=dm&par=classification&niveau=atc1", "niveau", False, "atc1"),
        ("noeud=lpp-030102&par=classification&niveau=titre", "niveau", False, "titre"),
        ("niveau=sous-chapitre", "niveau", False, "sous-chapitre"),
        ("periode=2015", "periode", False, "2021-01..2021-06"),
        ("periode=2021-07", "periode", False, "2021-01..2021-06"),
        ("periode=2019-11..2020-02", "periode", False, "2019-11..2020-02"),
        ("periode=2019..2020", "periode", False, "2019..2020"),
        ("perimetre=constant", "perimetre", False, "Cinq ans"),
        ("pour=lits", "pour", False, "lits"),
        ("tri=taux", "tri", False, "taux"),
        ("noeud=med&tri=-consommation", "tri", False, "consommation"),
    ],
)
def test_chaque_faute_a_son_avis(requete, cle, bloque, attendu):
    lu = lire(DM, requete, CONTEXTE)
    assert [a.cle for a in lu.avis] == [cle]
    assert attendu in lu.avis[0].message
    assert lu.bloque is bloque


@pytest.mark.parametrize(
    ("longue", "courte"),
    [
        ("periode=2021-01..2021-06&champ=mco&unite=sejours&vue=tableau&lecture=total", ""),
        ("periode=2021", ""),
        ("noeud=med&champ=mco&liste=les&par=zone&niveau=region", "noeud=med"),
        ("noeud=dm&par=classification&niveau=titre", "noeud=dm&par=classification"),
        ("par=classification&niveau=famille", "par=classification"),
        ("zone=reg-11&niveau=departement&periode=2020", "zone=reg-11&periode=2020-01..2020-12"),
        ("statut=public,espic,prive", ""),
        ("vue=annees&perimetre=constant", "perimetre=constant&vue=annees"),
        ("periode=2020-03..2020-03", "periode=2020-03"),
        ("noeud=med&unite=patients&tri=-patients", "noeud=med&unite=patients"),
        ("pour=habitants&tri=-taux", "pour=habitants"),
    ],
)
def test_une_vue_a_une_seule_adresse(longue, courte):
    lu = lire(DM, longue, CONTEXTE)
    assert lu.avis == ()
    assert ecrire(lu.selection, CONTEXTE) == courte


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
