"""What products, diagnoses, GHM and indications are called: the lists that addresses and rows refer to."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Blueprint, Flask, Response, request

from data_layer import (
    AucunePublication,
    DonneesAbsentes,
    ErreurEntrepot,
    Ouverture,
    ouvrir,
    restitution,
    restitutions,
)
from data_layer.catalogue.schema import Classification, Restitution
from data_layer.selection import Noeud, Noeuds
from geodata.recherche import IndexTexte
from server.demande import COMMANDES, Refus
from server.limites import borner
from server.reponses import deja_connue, en_json, etiquette, mettre_en_cache, requete_recue
from server.requetes import lire_limite, lire_texte, verifier_cles

NOEUDS = "noeuds"


def brancher(serveur: Flask) -> None:
    """Add ``/api/v1/referentiels/<restitution>/noeuds`` and ``/<table>``."""
    plan = Blueprint("nomenclatures", __name__, url_prefix="/api/v1/referentiels")
    plan.add_url_rule("/<nom>/noeuds", NOEUDS, _noeuds)
    plan.add_url_rule("/<nom>/<table>", "valeurs", _valeurs)
    borner(serveur, plan)
    serveur.register_blueprint(plan)


def detaillees() -> tuple[Restitution, ...]:
    """The restitutions that have a classification or nomenclatures."""
    return tuple(r for r in restitutions() if r.classification or r.referentiels)


def tables() -> tuple[str, ...]:
    """The nomenclatures that some restitution has, as addresses name them."""
    noms = (x.table for r in detaillees() for x in r.referentiels)
    return tuple(dict.fromkeys(noms))


def _noeuds(nom: str) -> Response:
    """The nodes right under one, or those that a text finds."""
    declaree, ouverture = _demandee(nom)
    arbre = declaree.classification
    noeuds = ouverture.contexte(declaree).noeuds
    if arbre is None or noeuds is None:
        raise _sans(declaree, NOEUDS)
    verifier_cles({"q", "parent", "limite"})
    texte, limite = lire_texte(), lire_limite()
    parent = request.args.get("parent", "")
    au_dessus = noeuds.get(parent)
    if au_dessus is None:
        raise Refus(
            400,
            f"Le nœud « {parent[:40]} » n'est pas dans la classification. "
            "Retirez « parent » pour partir de la racine, ou cherchez avec « q ».",
        )

    def contenu() -> dict[str, Any]:
        if texte:
            trouves = [n for n in noeuds.chercher(texte, len(noeuds)) if _sous(n, au_dessus)]
        else:
            trouves = list(noeuds.enfants(parent))
        return {"noeuds": [_noeud(n, noeuds, arbre) for n in trouves[:limite]]}

    return _stable(contenu, ouverture, nom, NOEUDS)


def _sous(noeud: Noeud, au_dessus: Noeud) -> bool:
    return au_dessus.numero < noeud.numero <= au_dessus.fin


def _noeud(noeud: Noeud, noeuds: Noeuds, arbre: Classification) -> dict[str, Any]:
    niveau = arbre.niveau_de(noeud.code)
    return {
        "code": noeud.code,
        "libelle": noeud.libelle,
        "niveau": niveau.cle if niveau else None,
        "parent": noeud.parent,
        "enfants": len(noeuds.enfants(noeud.code)),
        "chemin": [n.libelle for n in noeuds.chemin(noeud.code)],
    }


def _valeurs(nom: str, table: str) -> Response:
    """The values of a nomenclature in the order of their codes, or those that a text finds."""
    declaree, ouverture = _demandee(nom)
    if table not in {r.table for r in declaree.referentiels}:
        raise _sans(declaree, table)
    verifier_cles({"q", "limite"})
    texte, limite = lire_texte(), lire_limite()

    def contenu() -> dict[str, Any]:
        valeurs, index = _nomenclature(ouverture.release.id, nom, table)
        places = index.chercher(texte, limite) if texte else range(min(limite, len(valeurs)))
        codes_et_noms = (valeurs[i] for i in places)
        return {"valeurs": [{"code": c, "libelle": libelle} for c, libelle in codes_et_noms]}

    return _stable(contenu, ouverture, nom, table)


@lru_cache(maxsize=8)
def _nomenclature(
    release: str, nom: str, table: str
) -> tuple[tuple[tuple[str, str], ...], IndexTexte]:
    """Codes and labels of a table, sorted, and what searches them; a release never changes."""
    declaree = restitution(nom)
    assert declaree is not None
    ouverture = ouvrir(release)
    lues = ouverture.referentiel(ouverture.jeu(declaree).name, table)
    valeurs = tuple(sorted(lues.values()))
    return valeurs, IndexTexte(((libelle,), (code,), 0) for code, libelle in valeurs)


def _demandee(nom: str) -> tuple[Restitution, Ouverture]:
    """The restitution and the live release.

    Raises:
        Refus: 404, no such restitution has lists; 503, there is no data for it.
    """
    declaree = next((r for r in detaillees() if r.slug == nom), None)
    if declaree is None:
        noms = [r.slug for r in detaillees()]
        message = f"« {nom[:40]} » n'a pas de nomenclature. Restitutions : {', '.join(noms)}."
        raise Refus(404, message, restitutions=noms)
    try:
        ouverture = ouvrir()
        ouverture.jeu(declaree)
    except (AucunePublication, DonneesAbsentes, ErreurEntrepot) as erreur:
        message = f"Aucune donnée n'est encore publiée ici. Lancez « {COMMANDES} »."
        raise Refus(503, message, commande=COMMANDES) from erreur
    return declaree, ouverture


def _sans(declaree: Restitution, table: str) -> Refus:
    existantes = [NOEUDS] if declaree.classification else []
    existantes += [r.table for r in declaree.referentiels]
    message = (
        f"La nomenclature « {table[:40]} » n'existe pas ici. "
        f"Nomenclatures : {', '.join(existantes)}."
    )
    return Refus(404, message, nomenclatures=existantes)


def _stable(contenu: Any, ouverture: Ouverture, *morceaux: str) -> Response:
    etag = etiquette("nomenclatures", ouverture.release.id, *morceaux, requete_recue())
    connue = deja_connue(etag)
    return connue or mettre_en_cache(en_json(contenu()), etag)
