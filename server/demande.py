"""From an HTTP request to a result, or to the refusal that says why not.

API and downloads come through here, so that they refuse alike. A selection is pinned to the release
it was read from: whoever keeps the answer, or the address in it, finds the same figures again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import request

from data_layer import (
    AucunePublication,
    DonneesAbsentes,
    ErreurEntrepot,
    Ouverture,
    ReleaseInconnue,
    ReleasePurgee,
    RestitutionInconnue,
    ZoneAbsente,
    lire,
    maj_demandee,
    ouvrir,
    query,
    restitutions,
)
from data_layer.result import Bloc, Resultat
from data_layer.selection import Avis, Noeuds, Selection, ecrire
from server.reponses import requete_recue

COMMANDES = "make demo, ou make import FILE=chemin"


class Refus(Exception):
    """An HTTP refusal: status, French message, notices, further keys of the JSON body."""

    def __init__(
        self, statut: int, message: str, avis: tuple[Avis, ...] = (), **autres: Any
    ) -> None:
        super().__init__(message)
        self.statut = statut
        self.message = message
        self.avis = avis
        self.autres = autres


@dataclass(frozen=True, slots=True)
class Demande:
    """A request that was understood, and the release it was read against. ``requete`` is canonical.

    ``epinglee``: the request named its release itself, so that its answer will not change.
    ``panneau``: the one block asked for, which the view in force may not show.
    """

    selection: Selection
    ouverture: Ouverture
    epinglee: bool
    requete: str = field(default="")
    panneau: str | None = None

    @property
    def version(self) -> str:
        """The id of the release."""
        return self.ouverture.release.id

    @property
    def adresse(self) -> str:
        """The absolute address of the page that shows this, release included."""
        chemin = self.selection.restitution.chemin.removeprefix("/")
        return f"{request.url_root}{chemin}?{self.requete}"

    @property
    def noeuds(self) -> Noeuds | None:
        """The classification of the release, None where the restitution has none."""
        return self.ouverture.contexte(self.selection.restitution).noeuds

    def resultat(self) -> Resultat:
        """The answer, which holds the panel asked for; the main block stays the first one.

        Raises:
            Refus: the release was purged, or the zone has gone from it, since the request was read.
        """
        voulue = replace(self.selection, panneau=self.panneau)
        try:
            resultat = query(voulue, ouverture=self.ouverture)
        except Exception as erreur:
            raise _refus(self.selection.slug, self.version, erreur) from erreur
        if self.panneau is None:
            return resultat
        return replace(resultat, selection=self.selection, principal=next(iter(resultat.blocs)))


def lire_demande(slug: str, panneau: str | None = None) -> Demande:
    """Read the current request for a restitution, or for one of its panels.

    Raises:
        Refus: 400 with the notices, 404, 410 or 503.
    """
    requete = requete_recue()
    try:
        ouverture = ouvrir(maj_demandee(requete))
        lu = lire(slug, requete, None, ouverture)
    except Exception as erreur:
        raise _refus(slug, request.args.get("maj"), erreur) from erreur
    if lu.avis:
        pluriel = len(lu.avis) > 1
        message = (
            f"{len(lu.avis)} paramètres de l'adresse ne peuvent pas être pris en compte."
            if pluriel
            else "Un paramètre de l'adresse ne peut pas être pris en compte."
        )
        raise Refus(400, message, lu.avis)
    if panneau is not None:
        _verifier_panneau(panneau, lu.selection.restitution.panneaux)
    selection = replace(lu.selection, maj=ouverture.release.id)
    canonique = ecrire(selection, ouverture.contexte(selection.restitution))
    return Demande(selection, ouverture, lu.selection.maj is not None, canonique, panneau)


def _verifier_panneau(panneau: str, existants: Sequence[str]) -> None:
    if panneau not in existants:
        message = (
            f"Le panneau « {panneau[:40]} » n'existe pas dans cette restitution. "
            f"Panneaux permis : {', '.join(existants)}."
        )
        raise Refus(404, message, panneaux=list(existants))


def bloc_de(resultat: Resultat, panneau: str | None) -> Bloc:
    """The block that a panel names, the main one without a name.

    Raises:
        Refus: 404, with the names that exist.
    """
    if panneau is None:
        return resultat.bloc
    _verifier_panneau(panneau, tuple(resultat.blocs))
    return resultat.blocs[panneau]


def _refus(slug: str, maj: str | None, erreur: Exception) -> Exception:
    """The refusal an error of the data layer becomes; any other error comes back as it is."""
    match erreur:
        case RestitutionInconnue():
            slugs = [r.slug for r in restitutions()]
            message = (
                f"La restitution « {slug[:40]} » n'existe pas. "
                f"Restitutions disponibles : {', '.join(slugs)}."
            )
            erreur = Refus(404, message, restitutions=slugs)
        case AucunePublication():
            message = f"Aucune donnée n'est encore publiée ici. Lancez « {COMMANDES} »."
            erreur = Refus(503, message, commande=COMMANDES)
        case ErreurEntrepot():
            erreur = _refus_entrepot(erreur)
        case DonneesAbsentes():
            message = f"Les données de « {erreur} » ne figurent pas dans cette publication."
            erreur = Refus(404 if maj else 503, message)
        case ZoneAbsente():
            erreur = Refus(400, "Une zone demandée ne figure pas dans cette publication.")
    return erreur


def _refus_entrepot(erreur: ErreurEntrepot) -> Refus:
    sans = "Retirez « maj » de l'adresse pour lire la publication en cours."
    if isinstance(erreur, ReleasePurgee):
        return Refus(410, f"{erreur} {sans}")
    if isinstance(erreur, ReleaseInconnue):
        return Refus(404, f"{erreur} {sans}")
    # What is kept and yet refused is damaged: the fault is here, not in the address.
    return Refus(503, f"{erreur} Réessayez plus tard.")
