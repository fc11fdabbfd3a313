"""The cases: one result for each thing a view has to survive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data_layer.catalogue.schema import Lecture
from data_layer.result import STATUTS, Ligne, Resultat, Statut
from tests.fabrique.pieces import Valeur, bloc, colonne, ligne, mco, resultat, selection, zone

HOSTILES = (
    "=cmd|' /C calc'!A0",
    "+1",
    "@x",
    "-2+3",
    "\tTabulé",
    '=HYPERLINK("http://exemple.invalid";"Clé")',
    'Établissement « très » spécial ; avec\nretour, "guillemets" & <b>balises</b>',
    "Hôpital d'une longueur déraisonnable " * 20,
    "https://exemple.invalid/un/lien",
    "000123",
)


def _valeurs(sejours: Valeur, seances: Valeur = 1200.0, dms: Valeur = 5.126) -> dict[str, Valeur]:
    return {"sejours": sejours, "seances": seances, "dms": dms, "part_hommes": 47.25}


def _tete(identifiant: str, rang: int, sejours: Valeur) -> Ligne:
    return ligne(
        zone(identifiant).code,
        zone(identifiant).libelle,
        _valeurs(sejours, 345_678.0),
        groupe=rang,
        marque=rang,
        cible=identifiant,
        rang=1 + rang,
    )


def _departement(
    code: str, sejours: Valeur, rang: int | None, part: float, groupe: int = 0
) -> Ligne:
    identifiant = f"dep-{code}"
    return ligne(
        zone(identifiant).code,
        zone(identifiant).libelle,
        _valeurs(sejours),
        groupe=groupe,
        rang=rang,
        cible=identifiant,
        part=part,
    )


def _franciliens() -> list[Ligne]:
    return [
        _departement("75", 1_060_247.0, 1, 0.452),
        _departement("92", 500_000.0, 2, 0.2131),
        _departement("95", 12.0, 3, 0.000005),
    ]


def une_zone(synthetique: bool = False) -> Resultat:
    """Return Île-de-France by département, every cell ok."""
    lignes, tetes = _franciliens(), [_tete("reg-11", 0, 2_345_678.0)]
    return resultat(bloc(lignes, tetes), synthetique=synthetique)


def deux_zones() -> Resultat:
    """Return Île-de-France and Hauts-de-France, the départements of the one then of the other."""
    nordistes = [
        _departement("59", 700_000.0, 1, 0.5, groupe=1),
        _departement("62", 400_000.0, 2, 0.3, groupe=1),
    ]
    tetes = [_tete("reg-11", 0, 2_345_678.0), _tete("reg-32", 1, 1_400_000.0)]
    return resultat(
        bloc([*_franciliens(), *nordistes], tetes), choix=selection(("reg-11", "reg-32"))
    )


def par_categorie(zones: Sequence[str] = ("reg-11", "reg-32")) -> Resultat:
    """Return catégories in one or two zones; the last one exists in the main zone only."""
    montants = {"reg-11": [(900_000.0, 1), (600_000.0, 2), (50_000.0, 3)]}
    autres = [(300_000.0, 2), (700_000.0, 1)]
    lignes = [
        ligne(
            valeur.code,
            valeur.libelle,
            _valeurs(sejours),
            zone=z,
            groupe=g,
            rang=rang,
            part=sejours / 1_500_000,
        )
        for g, z in enumerate(zones)
        for valeur, (sejours, rang) in zip(
            mco().dimensions[0].valeurs, montants.get(z, autres), strict=False
        )
    ]
    tetes = [_tete(z, g, 2_345_678.0 - g * 945_678) for g, z in enumerate(zones)]
    choix = selection(tuple(zones), par="categorie")
    return resultat(bloc(lignes, tetes, nature="categorie"), choix=choix)


def tous_statuts() -> Resultat:
    """Return a block where each status occurs, under a main line that is a lower bound."""
    cas: dict[Statut, Valeur] = {
        Statut.OK: 1234.0,
        Statut.AU_MOINS: (1100.0, Statut.AU_MOINS),
        Statut.APPROCHE: (987.0, Statut.APPROCHE),
        Statut.MASQUE: Statut.MASQUE,
        Statut.NON_TRANSMIS: Statut.NON_TRANSMIS,
        Statut.SANS_OBJET: Statut.SANS_OBJET,
        Statut.HORS_REGION: Statut.HORS_REGION,
    }
    assert tuple(cas) == STATUTS
    lignes = [
        ligne(
            f"75000000{i}",
            f"CH {statut.value}",
            _valeurs(valeur, valeur, (5.1, Statut.APPROCHE) if i == 2 else 5.1),
            rang=i + 1 if i < 3 else None,
            cible=f"fin-75000000{i}",
            remarques=("données de janvier à juin seulement",) if i == 0 else (),
        )
        for i, (statut, valeur) in enumerate(cas.items())
    ]
    tete = _tete("dep-75", 0, (123_456.0, Statut.AU_MOINS))
    choix = selection(("dep-75",), niveau="etablissement")
    return resultat(bloc(lignes, [tete], niveau="etablissement"), choix=choix)


def avec_evolution(zones: Sequence[str] = ("reg-11", "reg-32")) -> Resultat:
    """Return the same with the block ``evolution``: 2015 to 2024, per zone, one year masked."""
    base = une_zone() if len(zones) == 1 else deux_zones()
    annees = [
        ligne(
            str(annee),
            str(annee),
            _valeurs(
                Statut.MASQUE if annee == 2020 and g else 1e6 + 1e4 * (annee - 2015) - g * 5e5
            ),
            zone=z,
            groupe=g,
        )
        for g, z in enumerate(zones)
        for annee in range(2015, 2025)
    ]
    serie = bloc(annees, cle="evolution", titre="Évolution", nature="annee")
    return replace(base, blocs={**base.blocs, "evolution": serie})


def lecture_evolution(lecture: Lecture = Lecture.EVOL) -> Resultat:
    """Return Île-de-France by département as an evolution: signed values, one that rounds to 0."""
    pas = 1.0 if lecture is Lecture.EVOL else 1000.0
    lues = [colonne("sejours", lecture)]
    variations = {"75": 3.25, "92": -0.00001, "95": -4.5}
    lignes = [
        ligne(c, zone(f"dep-{c}").libelle, {"sejours": v * pas}, rang=i, cible=f"dep-{c}")
        for i, (c, v) in enumerate(variations.items(), 1)
    ]
    tete = ligne("11", "Île-de-France", {"sejours": 1.2 * pas}, marque=0, cible="reg-11")
    return resultat(bloc(lignes, [tete], mesures=lues), choix=selection(lecture=lecture))


def vide() -> Resultat:
    """Return a result without any row nor main line."""
    return resultat(bloc([]), part_masquee=None)


def hostile() -> Resultat:
    """Return establishments whose labels, codes and remarks try to be something else."""
    lignes = [
        ligne(
            f"7500000{i:02}",
            libelle,
            _valeurs(100.0 + i),
            rang=i + 1,
            cible=f"fin-7500000{i:02}",
            remarques=(libelle,),
        )
        for i, libelle in enumerate(HOSTILES)
    ]
    tete = _tete("dep-75", 0, 1045.0)
    choix = selection(("dep-75",), niveau="etablissement")
    return resultat(bloc(lignes, [tete], niveau="etablissement"), choix=choix, synthetique=True)
