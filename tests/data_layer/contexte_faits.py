"""What selections of a fact dataset are read against, without a release: zones, months and nodes."""

from __future__ import annotations

from hypothesis import strategies as st

from data_layer.catalogue import restitution
from data_layer.catalogue.schema import Lecture, Vue
from data_layer.demo.nomenclature import nomenclature
from data_layer.demo.territoires import territoires
from data_layer.selection import Contexte, Periode, niveaux_lignes, par_defaut
from geodata.zones import Genre, Zone, etablissement, zones_administratives
from tests.fabrique.contexte import noeuds_dm

DM = restitution("dm-medicaments")
assert DM is not None
ETAB = etablissement("550000012", "CH de la Meuse")


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
    zones_administratives().avec([ETAB, *_territoires()]), Periode(2016, 2021), 6, noeuds_dm()
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
    colonnes += ["taux"] if choisie.rapportee else []
    tris = {"", "libelle", "-libelle", *colonnes, *(f"-{c}" for c in colonnes)}
    return choisie.avec(tri=parmi(sorted(tris - {f"-{choisie.meneuse}"})))


def tient(s):
    """Every choice of a selection is one that is offered under the others."""
    assert s.unite in s.offre.unites
    assert s.par in s.offre.natures
    assert s.niveau in niveaux_lignes(s)
    assert s.zone not in s.vs
    assert not s.perimetre or s.vue is Vue.ANNEES
    for cle, codes in s.filtres:
        assert codes == s.offre.permis(cle, codes), cle
