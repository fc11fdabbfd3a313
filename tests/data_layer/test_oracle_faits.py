"""200 random selections of the facts, recomputed with plain sets, to the last cell.

What is computed is checked here on a release without a mask, for every run of months: every count that is 0
or more than 10 is shown. What the gate hides is the matter of tests/attacker.
"""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.data_layer.oracle_blocs import NIVEAUX, Oracle, niveaux_sous
from tests.data_layer.oracle_faits import Base, Demande, famille
from tests.data_layer.oracle_lecture import COLONNES, VOLUMES, Habitants, Ligne, unites
from tests.fabrique.sans_cles import primaire, sans_cles

# A release is built first: about a minute, more on a busy machine.
pytestmark = pytest.mark.timeout(600)
SLUG = "dm-medicaments"
TAILLE = 0.01
"""About 62,000 rows: some régions count thousands of stays a year, many cells less than eleven."""
NATURES = ("zone", "classification", "diagnostic", "ghm", "indication")
GENRES = ("fr", "reg", "dep", "tds", "ght", "fin", "pan")
FINS = ("code", "atc5", "ucd")
"""Levels that nothing is crossed with."""
COMPOSITIONS = ("champ", "statut", "categorie")


@pytest.fixture(scope="module")
def monde(dossier_var, tmp_path_factory):
    """A small release without calibration, its raw rows, the inhabitants and some baskets."""
    import data_layer
    from data_layer import paniers, warehouse
    from data_layer.demo import dm_medicaments

    dossier = tmp_path_factory.mktemp("faits")
    if (dossier_var / "geodata").is_dir():
        (dossier / "geodata").symlink_to(dossier_var / "geodata", target_is_directory=True)
    patch = pytest.MonkeyPatch()
    patch.setenv("PORTULAN_VAR", str(dossier))
    data_layer.vider_memoire()
    with pytest.MonkeyPatch.context() as le_temps_d_ecrire:
        sans_cles(le_temps_d_ecrire)
        release = warehouse.publier(
            dm_medicaments.NOM,
            lambda chantier: dm_medicaments.ecrire(chantier, taille=TAILLE, calibre=False),
        )
    base = Base(release.jeux[dm_medicaments.NOM].tables)
    for nom, finess in _paniers(base):
        base.paniers[paniers.enregistrer(nom, finess).empreinte] = finess
    yield base, Habitants(dossier / "geodata/population.json.gz", base)
    patch.undo()
    data_layer.vider_memoire()


def _paniers(base):
    """Baskets of every size, one of which names an establishment that the release does not know."""
    hasard, tous = random.Random(7), sorted(x["finess"] for x in base.etabs.values())
    poids = Counter(f.etab for mois in base.sorties.values() for f in mois)
    tailles = (1, 2, 12, 80, 500)
    listes = [tuple(sorted(hasard.sample(tous, n))) for n in tailles]
    listes.append(tuple(sorted(base.etabs[e]["finess"] for e, _ in poids.most_common(15))))
    absent = next(n for n in ("750712184", "690781810", "130786049") if n not in tous)
    listes.append(tuple(sorted((absent, *tous[100:140]))))
    return [(f"Panier {i}", finess) for i, finess in enumerate(listes)]


def _zones(base):
    etabs = base.etabs.values()
    zones = [
        st.sampled_from(sorted({f"{genre}-{x[colonne]}" for x in etabs if x[colonne]}))
        for genre, colonne in (
            ("reg", "region"),
            ("dep", "departement"),
            ("tds", "tds"),
            ("ght", "ght"),
            ("fin", "finess"),
        )
    ]
    actifs = sorted({f"fin-{base.etabs[f.etab]['finess']}" for f in base.sorties[2019, 3]})
    paniers = st.sampled_from(sorted(f"pan-{p}" for p in base.paniers))
    return st.one_of(
        st.just("fr"), st.just("fr"), *zones, zones[0], st.sampled_from(actifs), paniers
    )


def _quelques(codes):
    """Mostly no filter: three of them at once leave little to show."""
    rien = st.just(())
    return st.one_of(rien, rien, rien, st.sets(st.sampled_from(codes), max_size=2).map(tuple))


def demandes(base):
    """Selections that the grammar takes as they stand: every choice offered where it is made."""
    zones, codes = _zones(base), sorted(c for c in base.niveau_de if c != "tout")
    hauts = sorted(c for c in codes if base.niveau_de[c] in ("titre", "chapitre", "atc1", "atc2"))
    sommet = st.sampled_from(["", "dm", "med"])
    noeuds = st.one_of(sommet, sommet, st.sampled_from(hauts), st.sampled_from(codes))

    @st.composite
    def tirer(choisir):
        def parmi(*valeurs):
            return choisir(st.sampled_from(valeurs))

        noeud, zone = choisir(noeuds), choisir(zones)
        sorte, champ = famille(noeud), "mco"
        if sorte != "dm":
            champ = parmi("mco", "mco", "mco-had", "had", "ssr")
        liste = parmi("les", "les-atu", "atu") if sorte == "med" and champ != "ssr" else "les"
        sous = niveaux_sous(base, noeud)
        natures = ["zone", *(["classification"] if sous else [])]
        vs = choisir(st.one_of(st.just(""), zones.filter(lambda z: z != zone)))
        # What is not published is refused, see test_refus: nobody's establishment by diagnosis.
        publies = not {zone[:3], vs[:3]} & {"fin", "pan"}
        croisees = publies and sorte != "tout" and base.niveau_de.get(noeud) not in FINS
        natures += ["diagnostic"] if croisees else []
        natures += ["ghm", "ghm"] if croisees and champ in ("mco", "mco-had") else []
        natures += ["indication"] if publies and sorte == "med" and champ != "ssr" else []
        par = parmi(*natures)
        niveaux = {"zone": (*NIVEAUX, ""), "classification": (*sous, "")}.get(par, ("",))
        annee = choisir(st.integers(2016, 2021))
        fin = choisir(st.integers(1, 6 if annee == 2021 else 12))
        vue = parmi("tableau", "carte", "graphique", "annees")
        return Demande(
            zone=zone,
            vs=vs,
            noeud=noeud,
            par=par,
            niveau=parmi(*niveaux),
            annee=annee,
            mois=(choisir(st.one_of(st.just(1), st.integers(1, fin))), fin),
            champ=champ,
            liste=liste,
            statut=choisir(_quelques(["public", "espic", "prive"])),
            categorie=choisir(_quelques(["chr", "ch", "clcc", "ebnl", "prive"])),
            classe=choisir(_quelques(["moins-100k", "100k-1m", "1m-5m", "5m-20m", "plus-20m"])),
            lecture=parmi("total", "evol", "evol_val"),
            unite=parmi(*unites(noeud)),
            pour=parmi("", "", "habitants"),
            perimetre=parmi("", "constant") if vue == "annees" else "",
            vue=vue,
        )

    return tirer()


def test_200_selections_sont_celles_de_l_oracle(monde):
    base, habitants = monde
    vus = Counter()

    @settings(
        max_examples=200,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(demandes(base))
    def essayer(d):
        oracle = Oracle(base, habitants, d)
        vus.update([d.unite, d.lecture, d.par, oracle.niveau, d.zone.partition("-")[0]])
        vus.update(verifier(oracle))

    with primaire():
        essayer()
    # What the draws went through: a strategy that only asked for empty cells would prove nothing.
    for cle in (*COLONNES, "total", "evol", "evol_val", *NATURES, *NIVEAUX, *GENRES):
        assert vus[cle] >= 3, f"{cle} : {vus[cle]} sélections"
    assert min(vus["ok"], vus["masque"]) > 2_000, vus


def verifier(oracle):
    """Compare every block, row and cell of the answer; return the statuses of the cells compared."""
    import data_layer

    reponse = data_layer.repondre(SLUG, oracle.d.requete())
    assert [a.message for a in reponse.lu.avis] == []
    blocs = reponse.resultat.blocs
    assert reponse.resultat.refus is None
    attendus = {"classement": oracle.classement()}
    if oracle.d.vue == "annees":
        attendus["annees"] = oracle.annees()
    if oracle.d.vue == "graphique":
        attendus |= {nom: oracle.composition(nom) for nom in COMPOSITIONS}
        attendus["mois"] = oracle.mois()
    assert set(blocs) == set(attendus)
    tetes = oracle.tetes()
    exact = oracle.d.lecture != "evol"
    for nom, lignes in attendus.items():
        bloc = blocs[nom]
        assert [c.cle for c in bloc.colonnes] == list(oracle.colonnes)
        assert len(bloc.tetes) == len(tetes)
        for lue, attendue in zip(bloc.tetes, tetes, strict=True):
            _comparer(f"{nom}, tête {lue.zone}", lue, attendue, oracle.colonnes, exact)
        lues = {(ligne.groupe, ligne.code): ligne for ligne in bloc.lignes()}
        assert len(lues) == len(bloc), f"{nom} : deux lignes de même code"
        assert set(lues) == set(lignes), nom
        for cle, attendue in lignes.items():
            _comparer(f"{nom}, ligne {cle}", lues[cle], attendue, oracle.colonnes, exact)
        if nom == "classement":
            _verifier_ordre(bloc)
        else:
            assert list(lues) == list(lignes), f"{nom} : ordre"
    lignes = (ligne for bloc in attendus.values() for ligne in bloc.values())
    return [statut for ligne in lignes for _, statut in ligne.cellules.values()]


def _comparer(ou, lue, attendue: Ligne, colonnes, exact):
    assert lue.rang == attendue.rang, f"{ou} : rang {lue.rang}, attendu {attendue.rang}"
    for cle in colonnes:
        cellule, (valeur, statut) = lue.cellules[cle], attendue.cellules[cle]
        assert str(cellule.statut) == statut, f"{ou}, {cle} : {cellule}, attendu {valeur} {statut}"
        _egal(f"{ou}, {cle}", cellule.valeur, valeur, exact=exact and cle in VOLUMES)
        _egal(f"{ou}, part de {cle}", cellule.part, attendue.parts.get(cle))
        _egal(f"{ou}, indice de {cle}", cellule.indice, attendue.indices.get(cle))


def _egal(ou, lu, attendu, exact=False):
    """Counts and amounts to the unit, quotients as near as doubles may be."""
    if attendu is None or lu is None or exact:
        assert lu == attendu, f"{ou} : {lu}, attendu {attendu}"
    else:
        assert lu == pytest.approx(float(attendu), rel=1e-12, abs=1e-9), ou


def _verifier_ordre(bloc):
    """Largest first inside each zone, what is not shown last, and what is of no zone after all."""
    for groupe in set(bloc.groupes):
        lues = [x for x in bloc.lignes() if x.groupe == groupe]
        assert [not x.code for x in lues] == sorted(not x.code for x in lues)
        lues = [x for x in lues if x.code]
        valeurs = [x.cellules[bloc.meneuse].valeur for x in lues]
        montrees = [v for v in valeurs if v is not None]
        assert valeurs[: len(montrees)] == sorted(montrees, reverse=True)
