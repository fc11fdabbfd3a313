"""What the addresses of a restitution may say, derived from its declaration.

One source for the catalogue and the OpenAPI document. Nothing here is read by the grammar, which
remains the judge; a test asks every value listed here and expects no notice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from data_layer import (
    AucunePublication,
    DonneesAbsentes,
    ErreurEntrepot,
    contexte,
    lire,
    query,
)
from data_layer.catalogue.schema import Restitution
from data_layer.selection import (
    LIBELLES_LECTURE,
    LIBELLES_NIVEAU,
    LONGUEUR_MAX,
    ZONES_COMPAREES_MAX,
    Periode,
    Selection,
)

LIMITE_ADRESSE = LONGUEUR_MAX
"""Longest query string, in characters."""
_SANS_DONNEES = (AucunePublication, DonneesAbsentes, ErreurEntrepot)
_ZONE = r"^(fr|(reg|dep|fin)-[0-9A-Z]+)$"


@dataclass(frozen=True, slots=True)
class Parametre:
    """A key of addresses. ``valeurs``: allowed codes and their labels, empty when open.

    ``plusieurs``: several codes may be given, separated by commas. ``motif`` is a regular expression.
    """

    cle: str
    description: str
    defaut: str = ""
    valeurs: Mapping[str, str] = field(default_factory=dict)
    plusieurs: bool = False
    exemple: str = ""
    motif: str = ""


@dataclass(frozen=True, slots=True)
class Etat:
    """What the live release adds to a declaration: default selection, span of years, panels."""

    defaut: Selection
    etendue: Periode
    panneaux: tuple[str, ...]


def etat(restitution: Restitution) -> Etat | None:
    """The state of a restitution in the live release; None when there is no data for it."""
    try:
        defaut = lire(restitution.slug, "").selection
        return Etat(defaut, contexte(defaut).etendue, tuple(query(defaut).blocs))
    except _SANS_DONNEES:
        return None


def parametres(restitution: Restitution, etat: Etat | None) -> tuple[Parametre, ...]:
    """Every key of the addresses of a restitution, in the order addresses are written."""
    return (*_zones(), *_lignes(restitution, etat), *_filtres(restitution), *_mesures(restitution))


def _zones() -> tuple[Parametre, ...]:
    return (
        Parametre(
            "zone",
            "Zone principale : fr, reg-11, dep-55 ou fin-550006795 (voir zones.json).",
            defaut="fr",
            exemple="reg-11",
            motif=_ZONE,
        ),
        Parametre(
            "vs",
            f"Zone comparée ({ZONES_COMPAREES_MAX} au plus), écrite comme la zone principale.",
            exemple="reg-32",
            motif=_ZONE,
        ),
    )


def _lignes(restitution: Restitution, etat: Etat | None) -> tuple[Parametre, ...]:
    natures = {
        n: (d.libelle if (d := restitution.dimension(n)) else "Zone") for n in restitution.natures
    }
    niveaux = {n: LIBELLES_NIVEAU[n] for n in restitution.niveaux}
    return (
        Parametre("par", "Ce que sont les lignes.", "zone", natures),
        Parametre(
            "niveau",
            "Niveau des lignes quand elles sont des zones. À défaut, un cran sous la zone.",
            valeurs=niveaux,
        ),
        _periode(etat),
    )


def _periode(etat: Etat | None) -> Parametre:
    if etat is None:
        return Parametre("periode", "Une année, ou une suite d'années : 2015..2024.")
    etendue = etat.etendue
    return Parametre(
        "periode",
        f"Une année, ou une suite d'années, de {etendue.debut} à {etendue.fin} : "
        f"{etendue.fin} ou {etendue.ecrire()}.",
        defaut=etat.defaut.periode.ecrire(),
        exemple=str(etendue.fin),
        motif=r"^\d{4}(\.\.\d{4})?$",
    )


def _filtres(restitution: Restitution) -> tuple[Parametre, ...]:
    return tuple(
        Parametre(
            d.cle,
            f"{d.libelle} : ne garder que ces valeurs, séparées par des virgules. "
            f"À défaut, {d.tous}.",
            valeurs={v.code: v.libelle for v in d.valeurs},
            plusieurs=True,
        )
        for d in restitution.filtres
    )


def _mesures(restitution: Restitution) -> tuple[Parametre, ...]:
    unites = {u: restitution.mesure(u).libelle for u in restitution.unites}
    tris = {"libelle": "Libellé"} | {m.cle: m.libelle for m in restitution.mesures}
    tris |= {f"-{cle}": f"{libelle}, décroissant" for cle, libelle in tris.items()}
    premiere = restitution.unites[0]
    return (
        Parametre(
            "lecture",
            "Total, ou évolution depuis la période d'avant.",
            "total",
            LIBELLES_LECTURE,
        ),
        Parametre("unite", "Mesure qui porte les rangs et le tri.", premiere, unites),
        Parametre(
            "vue",
            "Forme montrée par la page ; les chiffres n'en dépendent pas.",
            "tableau",
            {str(v): str(v).capitalize() for v in restitution.formes},
        ),
        Parametre("tri", "Ordre des lignes. À défaut, la mesure, décroissante.", valeurs=tris),
        Parametre(
            "maj",
            "Publication à lire (voir versions.json). À défaut, celle en cours.",
            motif=r"^\d{4}-\d{2}-\d{2}-[0-9a-f]{8}$",
        ),
    )
