"""Reading the address of a portrait, and asking all that its panels show, against one open release."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

import data_layer
from components.etat import court
from components.portrait.declaration import (
    BASE,
    CHAPITRES,
    CLES,
    DEMOGRAPHIE,
    QUESTIONS,
    Question,
)
from data_layer import Ouverture
from data_layer.result import Ligne, Resultat
from data_layer.selection import LONGUEUR_MAX, Avis, Lu, Selection, niveau_de
from geodata.zones import Genre

ZONE = "zone"
"""The part that says who lives there; the others are chapters."""
POPULATION = "taux-mco"
"""The question whose rates are of the population that a page tells."""


class SansReponse(Exception):
    """A question of the page could not be asked; the text says why, in French."""


@dataclass(frozen=True, eq=False, slots=True)
class Reponses:
    """The answers of a part of a page by question, or what stopped each of them."""

    selection: Selection
    lues: Mapping[str, Resultat | Exception]

    def de(self, cle: str) -> Resultat:
        """The answer to a question.

        Raises:
            SansReponse: it has no meaning for this zone or year. Any other error: it failed.
        """
        lue = self.lues[cle]
        if isinstance(lue, Exception):
            raise lue
        return lue

    def toutes(self, cles: tuple[str, ...]) -> list[Resultat]:
        """Those of several questions that were answered.

        Raises:
            Exception: the error of the first one, when none was.
        """
        faites = [lue for c in cles if isinstance(lue := self.lues[c], Resultat)]
        return faites or [self.de(cles[0])]


def lire(requete: str, ouverture: Ouverture) -> Lu:
    """Read an address as the one selection of a page, with its notices. Raises nothing of its own."""
    paires = parse_qsl(requete.removeprefix("?")[: LONGUEUR_MAX + 1], errors="replace")
    inconnues = dict.fromkeys(c for c, _ in paires if c not in CLES)
    # A form sends a key for each of its fields, and parse_qsl leaves out those that say nothing.
    lu = data_layer.lire(BASE, _ecrire(p for p in paires if p[0] in CLES), None, ouverture)
    permis = f"Paramètres permis\u202f: {', '.join(CLES)}."
    dits = tuple(
        Avis(c, f"Le paramètre «\u00a0{court(c)}\u00a0» n'est pas lu ici. {permis}")
        for c in inconnues
    )
    return Lu(lu.selection, (*lu.avis, *dits))


def questions_de(partie: str) -> tuple[str, ...]:
    """The questions of a part, each once: those that its panels show."""
    if partie == ZONE:
        return POPULATION, *(q.cle for q in DEMOGRAPHIE)
    (chapitre,) = (c for c in CHAPITRES if c.cle == partie)
    return tuple(dict.fromkeys(q for p in chapitre.panneaux for q in p.questions))


def demander(selection: Selection, ouverture: Ouverture, cles: Collection[str]) -> Reponses:
    """Ask questions, one a core at a time, and those they start from; one that fails leaves the others."""
    lues: dict[str, Resultat | Exception] = {}
    voulues = [QUESTIONS[c] for c in cles]
    depuis = dict.fromkeys(q.de for q in voulues if q.de)

    def repondre(question: Question) -> Resultat | Exception:
        try:
            derivee = deriver(selection, question, ouverture, lues.get(question.de))
            return _poser(derivee, question.bloc, ouverture)
        except Exception as erreur:
            # Said, and written in the log, in the place of each panel that shows it.
            return erreur

    # Those that take their zone from another answer wait for it.
    for vague in (
        [*{q.cle: q for q in (*voulues, *(QUESTIONS[c] for c in depuis)) if not q.de}.values()],
        [q for q in voulues if q.de],
    ):
        with ThreadPoolExecutor(os.cpu_count() or 1) as fils:
            faites = fils.map(repondre, vague)
            lues |= {q.cle: lue for q, lue in zip(vague, faites, strict=True)}
    return Reponses(selection, lues)


def _poser(selection: Selection, bloc: str, ouverture: Ouverture) -> Resultat:
    """The answer with one block beside the main one, on which the page dwells all the same."""
    lue = data_layer.query(replace(selection, panneau=bloc or None), ouverture=ouverture)
    return replace(lue, selection=selection, principal=selection.restitution.panneaux[0])


def deriver(
    selection: Selection,
    question: Question,
    ouverture: Ouverture,
    depuis: Resultat | Exception | None = None,
) -> Selection:
    """The selection of a question, read from the address that a visitor would write for it.

    Raises:
        SansReponse: that address is refused, or there is no row to take the zone from.
    """
    zone = _premier(depuis) if question.de else selection.zone or ""
    paires = [("zone", zone), ("vs", ",".join(selection.vs) if question.comparee else "")]
    paires += [("periode", str(selection.periode.fin)), ("maj", selection.maj or "")]
    paires += question.choix
    if question.au_niveau:
        paires.append(("niveau", niveau_de(zone) or "region"))
    lu = data_layer.lire(question.slug, _ecrire(p for p in paires if p[1]), None, ouverture)
    if lu.avis:
        raise SansReponse(" ".join(a.message for a in lu.avis))
    return lu.selection


def est_etablissement(ligne: Ligne) -> bool:
    """Whether a row is one establishment, not those of a région taken together."""
    return (ligne.cible or "").startswith(f"{Genre.ETABLISSEMENT}-")


def _premier(depuis: Resultat | Exception | None) -> str:
    """The id of the first establishment of an answer; what a whole région does is no establishment."""
    if isinstance(depuis, Resultat):
        for ligne in depuis.bloc.lignes():
            if ligne.rang is not None and ligne.groupe == 0 and est_etablissement(ligne):
                return ligne.cible or ""
    raise SansReponse(
        "Aucun établissement ne se distingue\u202f: ses parts sont masquées ou nulles."
    )


def _ecrire(paires: Iterable[tuple[str, str]]) -> str:
    return urlencode(list(paires), errors="replace")
