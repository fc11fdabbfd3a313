"""The grammar of addresses: round trip, notices, and never an exception."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data_layer.catalogue import restitution
from data_layer.catalogue.schema import Lecture
from data_layer.selection import Contexte, Periode, ecrire, lire, par_defaut
from geodata.zones import etablissement, zones_administratives

MCO = restitution("activite-mco")
assert MCO is not None
ETAB = etablissement("550000012", "CH de la Meuse")
CONTEXTE = Contexte(zones_administratives().avec([ETAB]), Periode(2015, 2024))
ZONES = [z.id for z in CONTEXTE.zones.toutes()]


@st.composite
def selections(tirer):
    zone = tirer(st.sampled_from(ZONES))
    depart = par_defaut(MCO, CONTEXTE).prendre(zone)
    autres = st.sampled_from(ZONES).filter(lambda z: z != zone)
    debut = tirer(st.integers(2015, 2024))
    mesure = tirer(st.sampled_from(MCO.unites))
    tri = tirer(st.sampled_from(["", "libelle", "-libelle", "dms", "-seances"]))
    choisie = depart.avec(
        vs=tirer(st.one_of(st.just(()), autres.map(lambda z: (z,)))),
        par=tirer(st.sampled_from(MCO.natures)),
        niveau=tirer(st.sampled_from(MCO.niveaux)),
        periode=Periode(debut, tirer(st.integers(debut, 2024))),
        lecture=tirer(st.sampled_from(Lecture)),
        unite=mesure,
        vue=tirer(st.sampled_from(MCO.formes)),
        tri="" if tri == f"-{mesure}" else tri,
    )
    for dimension in MCO.filtres:
        codes = [v.code for v in dimension.valeurs]
        choisie = choisie.filtrer(dimension.cle, tuple(tirer(st.sets(st.sampled_from(codes)))))
    return choisie


@given(selections())
def test_une_adresse_rouvre_exactement_la_selection(choisie):
    lu = lire(MCO, ecrire(choisie, CONTEXTE), CONTEXTE)
    assert lu.avis == ()
    assert lu.selection == choisie


@given(selections())
def test_une_vue_a_une_seule_adresse(choisie):
    adresse = ecrire(choisie, CONTEXTE)
    assert ecrire(lire(MCO, adresse, CONTEXTE).selection, CONTEXTE) == adresse


def test_les_valeurs_par_defaut_ne_s_ecrivent_pas():
    assert ecrire(par_defaut(MCO, CONTEXTE), CONTEXTE) == ""


@given(st.text(max_size=300))
@example("zone=%ff%fe&zone=%00")
@example("periode=" + "9" * 5000)
@example("&&&===;;;%%%")
@example("v=²")
@example("v=" + "1" * 5000)
def test_lire_ne_leve_jamais(texte):
    lu = lire(MCO, texte, CONTEXTE)
    assert lu.selection.restitution is MCO
    assert all(a.message and len(a.message) < 1_000 for a in lu.avis)


@given(st.sampled_from(["zone", "vs", "periode", "niveau", "tri", "par", "maj", "v"]), st.text())
def test_une_valeur_quelconque_ne_leve_jamais(cle, valeur):
    from urllib.parse import quote

    lire(MCO, f"{cle}={quote(valeur, errors='surrogatepass')}", CONTEXTE)


@pytest.mark.parametrize(
    ("requete", "cle", "bloque", "attendu"),
    [
        ("zone=reg-99", "zone", True, "reg-99"),
        ("zone=", "zone", True, "Aucune zone"),
        ("zone=France", "zone", True, "France"),
        ("vs=dep-00", "vs", True, "dep-00"),
        ("zone=reg-11&zone=reg-32", "zone", True, "deux fois"),
        ("vs=reg-11,reg-32", "vs", True, "Une seule zone"),
        ("zone=reg-11&vs=reg-11", "vs", False, "déjà la zone principale"),
        ("periode=2031", "periode", False, "2015..2024"),
        ("periode=2021-01..2021-06", "periode", False, "2021-01..2021-06"),
        ("periode=2020..2016", "periode", False, "2020..2016"),
        ("niveau=commune", "niveau", False, "commune"),
        ("unite=lits", "unite", False, "lits"),
        ("lecture=triple", "lecture", False, "triple"),
        ("vue=son", "vue", False, "son"),
        ("tri=hasard", "tri", False, "hasard"),
        ("categorie=ch,fantome", "categorie", False, "fantome"),
        ("noeud=lpp-1", "noeud", False, "ne s'applique pas"),
        ("couleur=bleu", "couleur", False, "inconnu"),
        ("v=12", "v", False, "12"),
        ("x=" + "a" * 10_000, "adresse", True, "trop longue"),
    ],
)
def test_chaque_faute_a_son_avis(requete, cle, bloque, attendu):
    lu = lire(MCO, requete, CONTEXTE)
    assert [a.cle for a in lu.avis] == [cle]
    assert attendu in lu.avis[0].message
    assert lu.bloque is bloque


def test_une_zone_inconnue_ne_devient_pas_la_france():
    lu = lire(MCO, "zone=reg-99", CONTEXTE)
    assert lu.selection.zone is None
    assert lu.selection.zones == ()
    assert lu.avis[0].choix
    assert lire(MCO, ecrire(lu.selection, CONTEXTE), CONTEXTE).bloque


@given(selections(), st.sampled_from(ZONES))
def test_prendre_une_zone_descend_d_un_niveau(choisie, zone):
    apres = choisie.prendre(zone)
    assert apres.zone == zone
    assert zone not in apres.vs
    assert apres.niveau == {"fr": "region", "reg": "departement"}.get(
        zone.split("-")[0], "etablissement"
    )


@given(selections())
def test_echanger_deux_fois_ne_change_rien(choisie):
    assert choisie.echanger().echanger() == choisie


def test_filtrer_sur_tout_revient_a_ne_pas_filtrer():
    tous = tuple(v.code for v in MCO.filtres[0].valeurs)
    depart = par_defaut(MCO, CONTEXTE)
    assert depart.filtrer("categorie", tous) == depart
