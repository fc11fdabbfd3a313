"""What the addresses of a restitution may say, derived from its declaration.

One source for the catalogue and the OpenAPI document. Nothing here is read by the grammar, which
remains the judge; a test asks every value listed here and expects no notice.
"""

from __future__ import annotations

from dataclasses import dataclass

from data_layer import (
    AucunePublication,
    DonneesAbsentes,
    ErreurEntrepot,
    contexte,
    lire,
    query,
)
from data_layer.catalogue.mesures import TAUX
from data_layer.catalogue.schema import Grain, Restitution, Vue
from data_layer.selection import (
    LIBELLES_LECTURE,
    LIBELLES_PERIMETRE,
    LIBELLES_POUR,
    LIBELLES_VUE,
    LONGUEUR_MAX,
    NOMS_MOIS,
    ZONES_COMPAREES_MAX,
    Periode,
    Selection,
)
from server.parametres_offerts import Parametre, filtres, lignes, ou, produits

__all__ = ["LIMITE_ADRESSE", "Etat", "Parametre", "etat", "ou", "parametres"]

LIMITE_ADRESSE = LONGUEUR_MAX
"""Longest query string, in characters."""
_SANS_DONNEES = (AucunePublication, DonneesAbsentes, ErreurEntrepot)
_ZONE = r"^(fr|(reg|dep|tds|ght|fin|pan)-[0-9A-Za-z]+)$"
_ANNEES = r"^\d{4}(\.\.\d{4})?$"
_MOIS = r"^\d{4}(-\d{2}(\.\.\d{4}-\d{2})?)?$"


@dataclass(frozen=True, slots=True)
class Etat:
    """What the live release adds to a declaration: default selection, span of time, panels."""

    defaut: Selection
    etendue: Periode
    panneaux: tuple[str, ...]
    dernier_mois: int = 12


def etat(restitution: Restitution) -> Etat | None:
    """The state of a restitution in the live release; None when there is no data for it."""
    try:
        defaut = lire(restitution.slug, "").selection
        lus = contexte(defaut)
        panneaux = restitution.panneaux or tuple(query(defaut).blocs)
        return Etat(defaut, lus.etendue, panneaux, lus.dernier_mois)
    except _SANS_DONNEES:
        return None


def parametres(restitution: Restitution, etat: Etat | None) -> tuple[Parametre, ...]:
    """Every key of the addresses of a restitution, in the order addresses are written."""
    return (
        *_zones(),
        *produits(restitution),
        *lignes(restitution),
        _periode(restitution, etat),
        *filtres(restitution),
        *_mesures(restitution),
        *_rapports(restitution),
        *_formes(restitution),
    )


def _zones() -> tuple[Parametre, ...]:
    return (
        Parametre(
            "zone",
            "Zone principale : fr, reg-11, dep-55, tds-…, ght-…, fin-550006795 (voir zones.json), "
            "ou un panier d'établissements : pan-….",
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


def _periode(restitution: Restitution, etat: Etat | None) -> Parametre:
    par_mois = restitution.grain is Grain.MOIS
    forme = (
        "Des mois d'une même année : 2021-03 ou 2021-01..2021-06 ; une année vaut tous ses mois"
        if par_mois
        else "Une année, ou une suite d'années"
    )
    motif = _MOIS if par_mois else _ANNEES
    if etat is None:
        suite = "." if par_mois else " : 2015..2024."
        return Parametre("periode", f"{forme}{suite}", motif=motif)
    etendue, defaut = etat.etendue, etat.defaut.periode.ecrire()
    if par_mois:
        fin = f"{NOMS_MOIS[etat.dernier_mois - 1]} {etendue.fin}"
        description = f"{forme}. De janvier {etendue.debut} à {fin}."
    else:
        description = (
            f"{forme}, de {etendue.debut} à {etendue.fin} : {etendue.fin} ou {etendue.ecrire()}."
        )
    exemple = defaut if par_mois else str(etendue.fin)
    return Parametre("periode", description, defaut=defaut, exemple=exemple, motif=motif)


def _mesures(restitution: Restitution) -> tuple[Parametre, ...]:
    unites = {u: restitution.mesure(u).libelle for u in restitution.unites}
    return (
        Parametre(
            "lecture",
            "Total, ou évolution depuis la période d'avant.",
            "total",
            LIBELLES_LECTURE,
        ),
        Parametre(
            "unite",
            "Mesure qui porte les rangs et le tri.",
            restitution.unites[0],
            unites,
            conditions={
                u: ou(restitution, restitution.mesure(u).quand) for u in restitution.unites
            },
        ),
    )


def _rapports(restitution: Restitution) -> tuple[Parametre, ...]:
    """What counts are related to, and over which establishments years are compared."""
    rapports = []
    if restitution.par_habitant:
        description = (
            "Rapporter la mesure aux habitants de chaque zone. À défaut, elle ne l'est pas."
        )
        rapports.append(Parametre("pour", description, valeurs=LIBELLES_POUR))
    if Vue.ANNEES in restitution.formes:
        description = (
            "Ne garder que les établissements présents toutes les années montrées. Seulement avec "
            f"vue={Vue.ANNEES} ; à défaut, tous."
        )
        rapports.append(Parametre("perimetre", description, valeurs=LIBELLES_PERIMETRE))
    return tuple(rapports)


def _formes(restitution: Restitution) -> tuple[Parametre, ...]:
    tris = {"libelle": "Libellé"} | {m.cle: m.libelle for m in restitution.mesures}
    if restitution.par_habitant:
        tris[TAUX] = LIBELLES_POUR["habitants"]
    tris |= {f"-{cle}": f"{libelle}, décroissant" for cle, libelle in tris.items()}
    montree = "Forme montrée par la page ; les chiffres n'en dépendent pas"
    if restitution.famille:
        montree += ", les panneaux joints si"
    tri = "Ordre des lignes, sur une des mesures montrées." if restitution.colonnes else ""
    return (
        Parametre(
            "vue",
            f"{montree}.",
            "tableau",
            {str(v): LIBELLES_VUE[v] for v in restitution.formes},
        ),
        Parametre(
            "tri",
            f"{tri or 'Ordre des lignes.'} À défaut, la mesure, décroissante.",
            valeurs=tris,
        ),
        Parametre(
            "maj",
            "Publication à lire (voir versions.json). À défaut, celle en cours.",
            motif=r"^\d{4}-\d{2}-\d{2}-[0-9a-f]{8}$",
        ),
    )
