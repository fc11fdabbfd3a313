"""The OpenAPI 3.1 document, generated from the catalogue: a new restitution documents itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from data_layer import restitutions
from data_layer.catalogue.schema import Restitution
from geodata.assemblage import TERRITOIRES
from server.fichiers_geo import NIVEAUX, TOLERANCES
from server.nomenclatures import detaillees, tables
from server.openapi_schemas import SCHEMAS
from server.parametres import LIMITE_ADRESSE, Etat, Parametre, etat, parametres
from server.referentiels import GENRES
from server.requetes import LIMITE, LIMITE_MAX

Objet = dict[str, Any]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PARQUET = "application/vnd.apache.parquet"
_DESCRIPTION = f"""
Les chiffres des restitutions, tels que les pages les montrent : mêmes paramètres, même secret statistique.

- **Une adresse de page est une question à l'API.** Remplacez `/r/activite-mco?zone=reg-11` par
  `/api/v1/r/activite-mco.json?zone=reg-11`.
- **Rien n'est corrigé en silence.** Un paramètre inconnu, répété ou hors de la liste donne une réponse 400
  qui dit ce qui est permis. Une adresse compte au plus {LIMITE_ADRESSE} caractères.
- **Une valeur masquée est `null`**, et son statut dit pourquoi : `ok`, `au_moins` (borne inférieure
  certaine), `approche`, `masque`, `non_transmis`, `sans_objet`.
- **Parquet** : `telecharger.parquet` a une ligne par zone et par code (`total` : zones choisies) ; pour
  chaque mesure, la valeur, `…_statut`, `…_part` (de 0 à 1) et `…_indice` (base 100). Une valeur masquée est
  NULL. Les métadonnées du fichier disent la source, la publication, l'adresse et la définition des mesures.
- **Citer** : `provenance.adresse` nomme la publication lue (`maj`) et rouvre exactement les mêmes chiffres.
- Les réponses portent un `ETag` : renvoyez-le dans `If-None-Match` pour ne rien recevoir d'inchangé.
"""


def document() -> Objet:
    """Return the document, against the live release when there is one."""
    chemins: Objet = {}
    for restitution in restitutions():
        chemins |= _restitution(restitution, etat(restitution))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "API de Portulan",
            "version": "1",
            "summary": "Restitutions hospitalières et d'accès aux soins",
            "description": _DESCRIPTION.strip(),
            "license": {"name": "Voir la licence de chaque source, dans provenance.licence"},
        },
        "servers": [{"url": "/"}],
        "tags": [
            *({"name": r.titre, "description": r.resume} for r in restitutions()),
            {"name": "Référentiels", "description": "Catalogue, zones, glossaire, publications."},
            {"name": "Contours", "description": "Contours des territoires, pour les cartes."},
            {"name": "Service", "description": "État du service et documentation."},
        ],
        "paths": chemins | _referentiels() | _nomenclatures() | _contours() | _service(),
        "components": {"schemas": SCHEMAS},
    }


def _restitution(r: Restitution, etat: Etat | None) -> Objet:
    choix = [_parametre(p) for p in parametres(r, etat)]
    panneau = _chemin("panneau", "Nom du panneau.", [] if etat is None else list(etat.panneaux))
    json, csv = _contenu("application/json", "Resultat"), _fichier("text/csv")
    xlsx, svg = _fichier(_XLSX), _fichier("image/svg+xml")
    parquet = _fichier(_PARQUET, {"type": "string", "format": "binary"})
    formes = [
        (f"/api/v1/r/{r.slug}*.json", "Lire le résultat", json),
        (f"/api/v1/r/{r.slug}*.csv", "Lire le tableau en CSV", csv),
        (f"/r/{r.slug}*/telecharger.csv", "Télécharger le tableau en CSV", csv),
        (f"/r/{r.slug}*/telecharger.xlsx", "Télécharger le classeur", xlsx),
        (f"/r/{r.slug}*/telecharger.parquet", "Télécharger le tableau en Parquet", parquet),
    ]
    page = [(chemin.replace("*", ""), resume, c, choix) for chemin, resume, c in formes]
    methode = _chemin("methode", "Découpage des classes.", ["egales", "naturelles"])
    page.append((f"/r/{r.slug}/carte.svg", "Télécharger la carte", svg, choix))
    page.append(
        (
            f"/r/{r.slug}/carte-{{methode}}.svg",
            "Télécharger la carte, autres classes",
            svg,
            [methode, *choix],
        )
    )
    page += [
        (chemin.replace("*", "/{panneau}"), f"{resume} (un panneau)", c, [panneau, *choix])
        for chemin, resume, c in formes
    ]
    return {
        chemin: _lecture(r.titre, resume, contenu, params, (400, 404, 410, 429, 503))
        for chemin, resume, contenu, params in page
    }


def _referentiels() -> Objet:
    recherche = [
        _requete("q", "Texte cherché. À défaut, toutes les zones.", {"type": "string"}),
        _requete("genre", "Genres gardés.", _liste(sorted(GENRES)), plusieurs=True),
        _limite("Nombre de zones, au plus."),
    ]
    quoi = "Référentiels"
    codes = (429,)
    return {
        "/api/v1/catalogue.json": _lecture(
            quoi, "Lire les restitutions et leurs paramètres", _objet(), (), codes
        ),
        "/api/v1/zones.json": _lecture(
            quoi,
            "Chercher une zone",
            _contenu("application/json", "Zones"),
            recherche,
            (400, 429),
        ),
        "/api/v1/glossaire.json": _lecture(quoi, "Lire le glossaire", _objet(), (), codes),
        "/api/v1/versions.json": _lecture(
            quoi, "Lire les publications gardées", _objet(), (), codes
        ),
    }


def _nomenclatures() -> Objet:
    """The lists that products and crossings refer to, for the restitutions that have some."""
    nom = _chemin("nom", "Restitution.", [r.slug for r in detaillees()])
    sous = _requete(
        "parent",
        "Nœud sous lequel lire ou chercher : dm, med, lpp-0301, atc-L01… À défaut, la racine.",
        {"type": "string"},
    )
    cherche = _requete("q", "Texte ou code cherché.", {"type": "string"})
    limite = _limite("Nombre d'entrées, au plus.")
    base, codes = "/api/v1/referentiels/{nom}", (400, 404, 429, 503)
    return {
        f"{base}/noeuds": _lecture(
            "Référentiels",
            "Lire les nœuds de la classification sous un autre, ou en chercher",
            _contenu("application/json", "Noeuds"),
            [nom, sous, cherche, limite],
            codes,
        ),
        f"{base}/{{table}}": _lecture(
            "Référentiels",
            "Lire une nomenclature, ou y chercher",
            _contenu("application/json", "Valeurs"),
            [nom, _chemin("table", "Nomenclature.", list(tables())), cherche, limite],
            codes,
        ),
    }


def _limite(description: str) -> Objet:
    schema = {"type": "integer", "minimum": 1, "maximum": LIMITE_MAX, "default": LIMITE}
    return _requete("limite", description, schema)


def _contours() -> Objet:
    geojson = _fichier("application/geo+json", {"type": "object"})
    choix = [
        _chemin("niveau", "Niveau des contours.", [*NIVEAUX, *TERRITOIRES]),
        _chemin("tolerance", "Finesse du tracé.", list(TOLERANCES)),
        _requete("zones", "Régions ou départements gardés.", {"type": "string"}),
        _requete(
            "de",
            "Pour les territoires : de quels départements chacun est fait (A:01.74,B:02).",
            {"type": "string"},
        ),
        _requete(
            "autour",
            "Pour les territoires : 1 ajoute les départements d'aucun.",
            {"type": "string", "enum": ["1"]},
        ),
    ]
    return {
        "/geodata/{niveau}-{tolerance}.geojson": _lecture(
            "Contours", "Lire les contours d'un niveau", geojson, choix, (400, 404)
        ),
        "/geodata/voisins.geojson": _lecture(
            "Contours", "Lire les terres voisines", geojson, (), (404,)
        ),
    }


def _service() -> Objet:
    return {
        "/healthz": _lecture("Service", "Connaître l'état du service", _objet(), (), (503,)),
        "/api/v1/openapi.json": _lecture("Service", "Lire ce document", _objet(), (), (429,)),
    }


def _lecture(
    etiquette: str, resume: str, contenu: Objet, params: Sequence[Objet], erreurs: Sequence[int]
) -> Objet:
    reponses: Objet = {"200": {"description": "La réponse.", "content": contenu}}
    for code in erreurs:
        reponses[str(code)] = {
            "description": _ERREURS[code],
            "content": _contenu("application/json", "Erreur"),
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


def _parametre(p: Parametre) -> Objet:
    schema = _liste(list(p.valeurs)) if p.plusieurs else _valeur(p)
    ou = {code: f" ({condition})" for code, condition in p.conditions.items() if condition}
    labels = "".join(f"\n- `{c}` : {libelle}{ou.get(c, '')}" for c, libelle in p.valeurs.items())
    objet = _requete(p.cle, p.description + ("\n" + labels if labels else ""), schema, p.plusieurs)
    return objet | ({"example": p.exemple} if p.exemple else {})


def _valeur(p: Parametre) -> Objet:
    schema: Objet = {"type": "string"}
    if p.valeurs:
        schema["enum"] = list(p.valeurs)
    if p.motif:
        schema["pattern"] = p.motif
    if p.defaut:
        schema["default"] = p.defaut
    return schema


def _liste(valeurs: Sequence[Any]) -> Objet:
    return {"type": "array", "items": {"type": "string", "enum": [str(v) for v in valeurs]}}


def _requete(cle: str, description: str, schema: Objet, plusieurs: bool = False) -> Objet:
    objet = {"name": cle, "in": "query", "description": description, "schema": schema}
    # One key with commas, since a repeated key is refused.
    return objet | ({"style": "form", "explode": False} if plusieurs else {})


def _chemin(cle: str, description: str, valeurs: list[str]) -> Objet:
    schema = {"type": "string"} | ({"enum": valeurs} if valeurs else {})
    return {
        "name": cle,
        "in": "path",
        "required": True,
        "description": description,
        "schema": schema,
    }


def _contenu(genre: str, schema: str) -> Objet:
    return {genre: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def _fichier(genre: str, schema: Objet | None = None) -> Objet:
    return {genre: {"schema": schema or {"type": "string"}}}


def _objet() -> Objet:
    return {"application/json": {"schema": {"type": "object"}}}
