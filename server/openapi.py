"""The OpenAPI 3.1 document, generated from the catalogue: a new restitution documents itself."""

from __future__ import annotations

from data_layer import restitutions
from data_layer.catalogue.schema import Restitution
from data_layer.flux.decoupages import COLONNES
from geodata import decoupages, mosaique
from geodata.assemblage import TERRITOIRES
from server import openapi_pieces as pieces
from server import poses
from server.fichiers_geo import NIVEAUX, TOLERANCES
from server.nomenclatures import detaillees, tables
from server.openapi_pieces import Objet
from server.openapi_schemas import SCHEMAS
from server.parametres import LIMITE_ADRESSE, Etat, etat, parametres
from server.referentiels import GENRES

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PARQUET = "application/vnd.apache.parquet"
_DESCRIPTION = f"""
Les chiffres des restitutions, tels que les pages les montrent : mêmes paramètres, même secret statistique.

- **Une adresse de page est une question à l'API.** Remplacez `/r/activite-mco?zone=reg-11` par
  `/api/v1/r/activite-mco.json?zone=reg-11`.
- **Rien n'est corrigé en silence.** Un paramètre inconnu, répété ou hors de la liste donne une réponse 400
  qui dit ce qui est permis. Une adresse compte au plus {LIMITE_ADRESSE} caractères.
- **Une valeur masquée est `null`**, et son statut dit pourquoi : `ok`, `au_moins` (borne inférieure
  certaine), `approche`, `masque`, `non_transmis`, `sans_objet`,
  `hors_region` (flux entre deux régions, publié par région seulement).
- **`refus`** n'est pas null quand les lignes demandées ne sont pas publiées à ce niveau de détail : il dit
  pourquoi, et donne les adresses des questions voisines dont les lignes le sont.
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
            {"name": "Paniers", "description": "Paniers d'établissements, comme listes."},
            {"name": "Contours", "description": "Contours des territoires, pour les cartes."},
            {"name": "Service", "description": "État du service et documentation."},
        ],
        "paths": chemins
        | _referentiels()
        | _nomenclatures()
        | _paniers()
        | _contours()
        | _service(),
        "components": {"schemas": SCHEMAS},
    }


def _restitution(r: Restitution, etat: Etat | None) -> Objet:
    choix = [pieces.parametre(p) for p in parametres(r, etat)]
    panneau = pieces.chemin(
        "panneau", "Nom du panneau.", [] if etat is None else list(etat.panneaux)
    )
    json, csv = pieces.contenu("application/json", "Resultat"), pieces.fichier("text/csv")
    xlsx, svg = pieces.fichier(_XLSX), pieces.fichier("image/svg+xml")
    parquet = pieces.fichier(_PARQUET, {"type": "string", "format": "binary"})
    formes = [
        (f"/api/v1/r/{r.slug}*.json", "Lire le résultat", json),
        (f"/api/v1/r/{r.slug}*.csv", "Lire le tableau en CSV", csv),
        (f"/r/{r.slug}*/telecharger.csv", "Télécharger le tableau en CSV", csv),
        (f"/r/{r.slug}*/telecharger.xlsx", "Télécharger le classeur", xlsx),
        (f"/r/{r.slug}*/telecharger.parquet", "Télécharger le tableau en Parquet", parquet),
    ]
    page = [(chemin.replace("*", ""), resume, c, choix) for chemin, resume, c in formes]
    methode = pieces.chemin("methode", "Découpage des classes.", ["egales", "naturelles"])
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
    if r.slug == poses.SLUG:
        pose = "Lire ce que les cartes montrent d'une année, pour la page"
        page.append((f"{r.chemin}/pose.json", pose, pieces.objet(), choix))
    return {
        chemin: pieces.lecture(r.titre, resume, contenu, params, (400, 404, 410, 429, 503))
        for chemin, resume, contenu, params in page
    }


def _referentiels() -> Objet:
    recherche = [
        pieces.requete("q", "Texte cherché. À défaut, toutes les zones.", {"type": "string"}),
        pieces.requete("genre", "Genres gardés.", pieces.liste(sorted(GENRES)), plusieurs=True),
        pieces.limite("Nombre de zones, au plus."),
    ]
    quoi = "Référentiels"
    codes = (429,)
    return {
        "/api/v1/catalogue.json": pieces.lecture(
            quoi, "Lire les restitutions et leurs paramètres", pieces.objet(), (), codes
        ),
        "/api/v1/zones.json": pieces.lecture(
            quoi,
            "Chercher une zone",
            pieces.contenu("application/json", "Zones"),
            recherche,
            (400, 429),
        ),
        "/api/v1/glossaire.json": pieces.lecture(
            quoi, "Lire le glossaire", pieces.objet(), (), codes
        ),
        "/api/v1/versions.json": pieces.lecture(
            quoi, "Lire les publications gardées", pieces.objet(), (), codes
        ),
    }


def _nomenclatures() -> Objet:
    """The lists that products and crossings refer to, for the restitutions that have some."""
    nom = pieces.chemin("nom", "Restitution.", [r.slug for r in detaillees()])
    sous = pieces.requete(
        "parent",
        "Nœud sous lequel lire ou chercher : dm, med, lpp-0301, atc-L01… À défaut, la racine.",
        {"type": "string"},
    )
    cherche = pieces.requete("q", "Texte ou code cherché.", {"type": "string"})
    limite = pieces.limite("Nombre d'entrées, au plus.")
    base, codes = "/api/v1/referentiels/{nom}", (400, 404, 429, 503)
    return {
        f"{base}/noeuds": pieces.lecture(
            "Référentiels",
            "Lire les nœuds de la classification sous un autre, ou en chercher",
            pieces.contenu("application/json", "Noeuds"),
            [nom, sous, cherche, limite],
            codes,
        ),
        f"{base}/{{table}}": pieces.lecture(
            "Référentiels",
            "Lire une nomenclature, ou y chercher",
            pieces.contenu("application/json", "Valeurs"),
            [nom, pieces.chemin("table", "Nomenclature.", list(tables())), cherche, limite],
            codes,
        ),
    }


def _paniers() -> Objet:
    panier = pieces.chemin("panier", "Identifiant d'un panier : pan-….", [])
    return {
        "/panier/{panier}.txt": pieces.lecture(
            "Paniers",
            "Lire la liste des établissements d'un panier",
            pieces.fichier("text/plain"),
            [panier],
            (404, 429),
        ),
    }


def _contours() -> Objet:
    geojson = pieces.fichier("application/geo+json", {"type": "object"})
    choix = [
        pieces.chemin("niveau", "Niveau des contours.", [*NIVEAUX, *TERRITOIRES]),
        pieces.chemin("tolerance", "Finesse du tracé.", list(TOLERANCES)),
        pieces.requete("zones", "Régions ou départements gardés.", {"type": "string"}),
        pieces.requete(
            "de",
            "Pour les territoires : de quels départements chacun est fait (A:01.74,B:02).",
            {"type": "string"},
        ),
        pieces.requete(
            "autour",
            "Pour les territoires : 1 ajoute les départements d'aucun.",
            {"type": "string", "enum": ["1"]},
        ),
    ]
    return {
        "/geodata/{niveau}-{tolerance}.geojson": pieces.lecture(
            "Contours", "Lire les contours d'un niveau", geojson, choix, (400, 404)
        ),
        "/geodata/voisins.geojson": pieces.lecture(
            "Contours", "Lire les terres voisines", geojson, (), (404,)
        ),
        **_mosaique(),
    }


def _mosaique() -> Objet:
    """What the map of communes is drawn from."""
    finesse = pieces.chemin("niveau", "Finesse du tracé.", list(mosaique.NIVEAUX))
    genre = pieces.chemin("genre", "Découpage.", [*decoupages.SERVIS, *COLONNES])
    binaire = pieces.fichier("application/octet-stream", {"type": "string", "format": "binary"})
    return {
        "/geodata/mosaique-{niveau}.bin": pieces.lecture(
            "Contours", "Lire les limites des communes", binaire, [finesse], (404,)
        ),
        "/geodata/mosaique-communes.json": pieces.lecture(
            "Contours", "Lire la liste des communes dessinées", pieces.objet(), (), (404,)
        ),
        "/geodata/decoupage-{genre}.json": pieces.lecture(
            "Contours",
            "Lire de quelles communes chaque zone est faite",
            pieces.objet(),
            [genre],
            (404,),
        ),
    }


def _service() -> Objet:
    return {
        "/healthz": pieces.lecture(
            "Service", "Connaître l'état du service", pieces.objet(), (), (503,)
        ),
        "/api/v1/openapi.json": pieces.lecture(
            "Service", "Lire ce document", pieces.objet(), (), (429,)
        ),
    }
