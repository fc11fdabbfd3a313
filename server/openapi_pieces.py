"""The pieces that every operation of the OpenAPI document is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from server.parametres import Parametre
from server.requetes import LIMITE, LIMITE_MAX

Objet = dict[str, Any]


def lecture(
    etiquette: str, resume: str, quoi: Objet, params: Sequence[Objet], erreurs: Sequence[int]
) -> Objet:
    """An operation that reads: what it answers, what it takes, how it may refuse."""
    reponses: Objet = {"200": {"description": "La réponse.", "content": quoi}}
    for code in erreurs:
        reponses[str(code)] = {
            "description": _ERREURS[code],
            "content": contenu("application/json", "Erreur"),
        }
    return {
        "get": {
            "tags": [etiquette],
            "summary": resume,
            "parameters": list(params),
            "responses": reponses,
        }
    }


_ERREURS: Mapping[int, str] = {
    400: "Un paramètre ne peut pas être pris en compte ; la réponse dit ce qui est permis.",
    404: "L'adresse, le panneau ou la publication n'existe pas.",
    410: "La publication demandée n'est plus conservée.",
    429: "Trop de demandes en peu de temps.",
    503: "Aucune donnée n'est publiée, ou le service ne peut pas répondre.",
}


def parametre(p: Parametre) -> Objet:
    """A key of the addresses of a restitution."""
    schema = liste(list(p.valeurs)) if p.plusieurs else _valeur(p)
    ou = {code: f" ({condition})" for code, condition in p.conditions.items() if condition}
    labels = "".join(f"\n- `{c}` : {libelle}{ou.get(c, '')}" for c, libelle in p.valeurs.items())
    dit = requete(p.cle, p.description + ("\n" + labels if labels else ""), schema, p.plusieurs)
    return dit | ({"example": p.exemple} if p.exemple else {})


def _valeur(p: Parametre) -> Objet:
    schema: Objet = {"type": "string"}
    if p.valeurs:
        schema["enum"] = list(p.valeurs)
    if p.motif:
        schema["pattern"] = p.motif
    if p.defaut:
        schema["default"] = p.defaut
    return schema


def liste(valeurs: Sequence[Any]) -> Objet:
    """Several of these values."""
    return {"type": "array", "items": {"type": "string", "enum": [str(v) for v in valeurs]}}


def requete(cle: str, description: str, schema: Objet, plusieurs: bool = False) -> Objet:
    """A key of the query."""
    dit: Objet = {"name": cle, "in": "query", "description": description, "schema": schema}
    # One key with commas, since a repeated key is refused.
    return dit | ({"style": "form", "explode": False} if plusieurs else {})


def chemin(cle: str, description: str, valeurs: list[str]) -> Objet:
    """A part of the path."""
    schema = {"type": "string"} | ({"enum": valeurs} if valeurs else {})
    return {
        "name": cle,
        "in": "path",
        "required": True,
        "description": description,
        "schema": schema,
    }


def contenu(genre: str, schema: str) -> Objet:
    """A JSON answer of a declared shape."""
    return {genre: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def fichier(genre: str, schema: Objet | None = None) -> Objet:
    """A file of a kind."""
    return {genre: {"schema": schema or {"type": "string"}}}


def objet() -> Objet:
    """A JSON answer of any shape."""
    return {"application/json": {"schema": {"type": "object"}}}


def limite(description: str) -> Objet:
    """How many entries, at most."""
    schema = {"type": "integer", "minimum": 1, "maximum": LIMITE_MAX, "default": LIMITE}
    return requete("limite", description, schema)
