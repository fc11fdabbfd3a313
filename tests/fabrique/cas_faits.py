"""Results of the drugs and devices made by hand: what zones are made of, months, five years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from data_layer.catalogue import restitution
from data_layer.catalogue.schema import Vue
from data_layer.result import Bloc, Ligne, Resultat, Statut
from data_layer.selection import NOMS_MOIS
from data_layer.selection.modele import Selection
from data_layer.selection.periode import Periode
from tests.fabrique import pieces
from tests.fabrique.pieces import Valeur

SEMESTRE = Periode(2021, 2021, (1, 6))


def choix(zones: Sequence[str] = ("reg-11",), **autres: object) -> Selection:
    """Return a selection of dm-medicaments: devices, régions' départements, first half of 2021."""
    trouvee = restitution("dm-medicaments")
    assert trouvee is not None
    base = Selection(trouvee, zones[0], SEMESTRE, "departement", "sejours", noeud="dm")
    return replace(base, vs=tuple(zones[1:]), **autres)  # type: ignore[arg-type]


def resultat(selection: Selection, *blocs: Bloc) -> Resultat:
    """Return a result of these blocks, titled as the house does."""
    fait = pieces.resultat(*blocs, choix=selection)
    lieux = " et ".join(z.libelle for z in fait.zones)
    quoi = "Dispositifs médicaux" if selection.noeud == "dm" else "Implants (0301)"
    return replace(fait, titre=f"{quoi}, {lieux}, {selection.periode.libelle}")


def classement(
    selection: Selection,
    lignes: Sequence[Ligne] = (),
    tetes: Sequence[Valeur] = (1000.0,),
    **options: object,
) -> Bloc:
    """Return the main block; ``tetes``: the leading value of each zone."""
    cle = selection.unite
    principales = [
        pieces.ligne("", pieces.zone(z).libelle, {cle: v}, groupe=g, marque=g, cible=z)
        for g, (z, v) in enumerate(zip(selection.zones, tetes, strict=False))
    ]
    mesures = [pieces.colonne(selection.offre.mesure(cle), selection.lecture)]
    return pieces.bloc(lignes, principales, mesures=mesures, meneuse=cle, **options)  # type: ignore[arg-type]


def composition(
    selection: Selection, dimension: str, valeurs: Mapping[str, Sequence[Valeur]]
) -> Bloc:
    """Return a block of shares; ``valeurs``: a value for each zone, by code of the dimension."""
    declaree = selection.restitution.dimension(dimension)
    assert declaree is not None
    cle = selection.unite
    lignes = []
    for g, zone in enumerate(selection.zones):
        nombres = [v[g] if isinstance(v[g], float) else 0.0 for v in valeurs.values()]
        total = sum(n for n in nombres if isinstance(n, float)) or 1.0
        for code, siennes in valeurs.items():
            valeur, dit = siennes[g], declaree.valeur(code)
            part = valeur / total if isinstance(valeur, float) else None
            lignes.append(
                pieces.ligne(
                    code,
                    dit.libelle if dit else code,
                    {cle: valeur},
                    zone=zone,
                    groupe=g,
                    part=part,
                )
            )
    mesures = [pieces.colonne(selection.offre.mesure(cle))]
    return pieces.bloc(
        lignes,
        cle=dimension,
        titre=declaree.libelle,
        nature=dimension,
        mesures=mesures,
        meneuse=cle,
    )


def mois(selection: Selection, masques: Sequence[str] = (), haut: float = 100.0) -> Bloc:
    """Return 2020 and 2021 month by month; 2021 stops in June; ``masques``: codes that are masked."""
    cle = selection.unite

    def valeur(code: str, groupe: int) -> Valeur:
        if code > "2021-06":
            return Statut.NON_TRANSMIS
        return Statut.MASQUE if code in masques else haut + int(code[5:]) - 50 * groupe

    lignes = [
        pieces.ligne(
            code := f"{annee}-{m:02d}",
            f"{NOMS_MOIS[m - 1]} {annee}",
            {cle: valeur(code, g)},
            zone=zone,
            groupe=g,
        )
        for g, zone in enumerate(selection.zones)
        for annee in (2020, 2021)
        for m in range(1, 13)
    ]
    mesures = [pieces.colonne(selection.offre.mesure(cle))]
    return pieces.bloc(
        lignes, cle="mois", titre="Mois par mois", nature="mois", mesures=mesures, meneuse=cle
    )


def annees(selection: Selection, valeurs: Mapping[int, Sequence[Valeur]]) -> Bloc:
    """Return years; ``valeurs``: a value for each zone, by year; a second measure beside."""
    cle = selection.unite
    lignes = [
        pieces.ligne(str(a), str(a), {cle: siennes[g], "montant": 5e6}, zone=zone, groupe=g)
        for g, zone in enumerate(selection.zones)
        for a, siennes in valeurs.items()
    ]
    lues = [
        pieces.colonne(selection.offre.mesure(c), selection.lecture)
        for c in dict.fromkeys((cle, "montant"))
    ]
    return pieces.bloc(
        lignes, cle="annees", titre="Cinq ans", nature="annee", mesures=lues, meneuse=cle
    )


def cinq_ans(
    zones: Sequence[str] = ("reg-11",),
    valeurs: Mapping[int, Sequence[Valeur]] | None = None,
    **autres: object,
) -> Resultat:
    """Return a five-year view: 2017 to 2021, 100 more each year, half of it in the second zone."""
    selection = choix(zones, vue=Vue.ANNEES, **autres)
    lues = valeurs or {
        a: [float(1000 + 100 * (a - 2017)) / (g + 1) for g in range(len(zones))]
        for a in range(2017, 2022)
    }
    bloc = annees(selection, lues)
    # Main lines that are not those of the years: what a view reads there would be seen.
    tetes = [
        pieces.ligne("", "", {selection.unite: 9.9e9, "montant": 9.9e9}, groupe=g, cible=z)
        for g, z in enumerate(zones)
    ]
    return resultat(selection, replace(bloc, tetes=tuple(tetes)))
