"""The shapes of answers, as JSON Schema 2020-12. Tests hold real answers against them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from data_layer.catalogue.schema import Format
from data_layer.result import STATUTS

Objet = dict[str, Any]


def _texte(description: str = "") -> Objet:
    return {"type": "string"} | ({"description": description} if description else {})


def _ou_nul(genre: str, description: str = "") -> Objet:
    return {"type": [genre, "null"]} | ({"description": description} if description else {})


def _objet(
    proprietes: Mapping[str, Objet], description: str = "", parfois: Sequence[str] = ()
) -> Objet:
    """An object whose every property is there, save those of ``parfois``, and no other."""
    objet: Objet = {
        "type": "object",
        "properties": dict(proprietes),
        "required": [p for p in proprietes if p not in parfois],
        "additionalProperties": False,
    }
    return objet | ({"description": description} if description else {})


def _par_mesure(valeurs: Objet, description: str) -> Objet:
    return {"type": "object", "additionalProperties": valeurs, "description": description}


def _liste(schema: str) -> Objet:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{schema}"}}


_TEXTES: Objet = {"type": "array", "items": _texte()}
_TABLE = {"colonnes": _liste("Colonne"), "lignes": _liste("Ligne"), "totaux": _liste("Ligne")}

SCHEMAS: Objet = {
    "Resultat": _objet(
        {
            "titre": _texte("Ce que sont les chiffres, où et quand."),
            "selection": {
                "type": "object",
                "description": "Tous les choix en vigueur, par clé d'adresse ; `adresse` les réunit.",
            },
            "notices": {"type": "array", "maxItems": 0, "description": "Toujours vide ici."},
            **_TABLE,
            "blocs": {
                "type": "object",
                "additionalProperties": {"$ref": "#/components/schemas/Bloc"},
                "description": "Les autres panneaux de la page, par nom.",
            },
            "refus": {"$ref": "#/components/schemas/Refus"},
            "note": _texte("Note de lecture."),
            "provenance": {"$ref": "#/components/schemas/Provenance"},
        }
    ),
    "Refus": _objet(
        {
            "raison": _texte("Pourquoi les lignes ne sont pas publiées."),
            "propositions": _liste("Proposition"),
        },
        "Null quand les lignes demandées sont publiées ; sinon, elles sont masquées ou absentes.",
    )
    | {"type": ["object", "null"]},
    "Proposition": _objet(
        {
            "libelle": _texte("Ce qui change."),
            "page": _texte("Adresse de la page, sur ce site."),
            "api": _texte("Adresse de la même question par l'API, sur ce site."),
        },
        "Une question voisine dont les lignes sont publiées.",
    ),
    "Bloc": _objet(
        {
            "titre": _texte(),
            "nature": _texte(
                "Ce que sont les lignes : zone, classification, categorie, mois, annee…"
            ),
            "niveau": _ou_nul("string", "Niveau des lignes quand elles sont des zones."),
            **_TABLE,
        }
    ),
    "Colonne": _objet(
        {
            "cle": _texte("Clé de la mesure dans `valeurs`, `parts` et `statuts`."),
            "libelle": _texte(),
            "unite": _texte(),
            "format": {"type": "string", "enum": [str(f) for f in Format]},
            "decimales": {"type": "integer", "minimum": 0},
            "definition": _texte(),
            "signe": {"type": "boolean", "description": "Vrai pour une évolution."},
        }
    ),
    "Ligne": _objet(
        {
            "code": _texte(),
            "libelle": _texte(),
            "zone": _texte("Identifiant de la zone que les chiffres concernent."),
            "rang": _ou_nul("integer", "Rang sur la mesure choisie."),
            "valeurs": _par_mesure(_ou_nul("number"), "Valeurs ; null quand rien n'est montré."),
            "parts": _par_mesure(_ou_nul("number"), "Parts du total de la zone, de 0 à 1."),
            "indices": _par_mesure(
                _ou_nul("number"),
                "Indices, 100 pour l'ensemble de la zone ; absents quand aucune mesure n'en a.",
            ),
            "statuts": _par_mesure(
                {"type": "string", "enum": [str(s) for s in STATUTS]}, "Statut de chaque valeur."
            ),
            "groupe": {
                "type": "integer",
                "description": "0 : zone principale ; 1 : zone comparée.",
            },
            "remarques": _TEXTES,
        },
        parfois=("indices",),
    ),
    "Provenance": _objet(
        {
            "source": _texte(),
            "editeur": _texte(),
            "licence": _texte(),
            "credit": _texte(),
            "millesime": _texte(),
            "mise_a_jour": {"type": "string", "format": "date"},
            "version": _texte("Publication lue ; valeur de `maj`."),
            "synthetique": {"type": "boolean", "description": "Vrai : chiffres inventés."},
            "geographie": _texte(),
            "part_masquee": _ou_nul(
                "number",
                "Part masquée du volume, de 0 à 1 ; un palier qu'elle ne dépasse pas quand les totaux "
                "sont exacts.",
            ),
            "masquage": _texte("Règle de secret statistique."),
            "sens_ligne": _texte("Ce qu'est une ligne."),
            "remarques": _TEXTES,
            "adresse": _texte("Page qui rouvre ces chiffres."),
        }
    ),
    "Zones": _objet({"zones": _liste("Zone")}),
    "Zone": _objet(
        {
            "id": _texte("À écrire dans `zone` et `vs`."),
            "genre": _texte(),
            "code": _texte(),
            "libelle": _texte(),
            "parents": _TEXTES,
        }
    ),
    "Noeuds": _objet({"noeuds": _liste("Noeud")}),
    "Noeud": _objet(
        {
            "code": _texte("À écrire dans `noeud` ; vide pour la racine."),
            "libelle": _texte(),
            "niveau": _ou_nul("string", "À écrire dans `niveau` ; null pour la racine."),
            "parent": _ou_nul("string", "Code du nœud au-dessus."),
            "enfants": {"type": "integer", "description": "Nombre de nœuds juste en dessous."},
            "chemin": {**_TEXTES, "description": "Libellés, de la racine au nœud."},
        }
    ),
    "Valeurs": _objet({"valeurs": _liste("Valeur")}),
    "Valeur": _objet({"code": _texte(), "libelle": _texte()}),
    "Erreur": {
        "type": "object",
        "required": ["erreur", "notices", "aide"],
        "properties": {
            "erreur": _texte("Ce qui ne va pas, en français."),
            "notices": _liste("Notice"),
            "aide": _texte("Adresse de cette documentation."),
        },
    },
    "Notice": _objet(
        {
            "cle": _texte("Paramètre en cause."),
            "message": _texte(),
            "choix": {
                "type": "array",
                "items": _objet({"valeur": _texte(), "libelle": _texte()}),
            },
            "bloquant": {"type": "boolean"},
        }
    ),
}
