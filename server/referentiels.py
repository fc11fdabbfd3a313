"""What the API says beside figures: catalogue, zones, glossary, releases; and the health of the server."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, request

from data_layer import (
    AucunePublication,
    ErreurEntrepot,
    Release,
    glossaire,
    ouvrir,
    release_courante,
    releases,
)
from geodata.contours import contours_disponibles
from geodata.zones import Genre, Zone, Zones, zones_administratives
from server.catalogue_json import catalogue_en_json
from server.demande import COMMANDES, Refus
from server.limites import borner
from server.reponses import deja_connue, en_json, etiquette, mettre_en_cache, requete_recue
from server.requetes import lire_limite, lire_texte, verifier_cles

GENRES = {
    Genre.FRANCE,
    Genre.REGION,
    Genre.TERRITOIRE_DE_SANTE,
    Genre.GHT,
    Genre.DEPARTEMENT,
    Genre.ETABLISSEMENT,
}


def brancher(serveur: Flask) -> None:
    """Add ``/api/v1/{catalogue,zones,glossaire,versions}.json`` and ``/healthz``."""
    plan = Blueprint("referentiels", __name__, url_prefix="/api/v1")
    plan.add_url_rule("/catalogue.json", "catalogue", _catalogue)
    plan.add_url_rule("/zones.json", "zones", _zones)
    plan.add_url_rule("/glossaire.json", "glossaire", _glossaire)
    plan.add_url_rule("/versions.json", "versions", _versions)
    borner(serveur, plan)
    serveur.register_blueprint(plan)
    serveur.add_url_rule("/healthz", "sante", _sante)


def _catalogue() -> Response:
    release = _release()
    return _stable(lambda: catalogue_en_json(release), "catalogue", release.id if release else "")


def _glossaire() -> Response:
    termes = [
        {"cle": t.cle, "terme": t.terme, "definition": t.definition, "voir": list(t.voir)}
        for t in glossaire()
    ]
    return _stable(lambda: {"termes": termes}, "glossaire")


def _versions() -> Response:
    courante = _release()
    gardees = releases()
    return _stable(
        lambda: {
            "courante": courante.id if courante else None,
            "versions": [_version(r) for r in gardees],
        },
        "versions",
        courante.id if courante else "",
        *(r.id for r in gardees),
    )


def _zones() -> Response:
    release = _release()
    texte, genres, limite = _demande_zones()
    index = _index()

    def contenu() -> dict[str, Any]:
        if texte:
            trouvees = index.chercher(texte, limite, genres)
        else:
            trouvees = [z for z in index.toutes() if z.genre in genres][:limite]
        return {"zones": [_zone(z) for z in trouvees]}

    return _stable(contenu, "zones", release.id if release else "", requete_recue())


def _sante() -> Response:
    """200 when a release is served; the map's outlines may be missing, figures are not."""
    release = _release()
    corps = {
        "etat": "ok" if release else "sans_donnees",
        "version": release.id if release else None,
        "synthetique": any(j.synthetique for j in release.jeux.values()) if release else None,
        "geographie": contours_disponibles(),
    }
    if release is None:
        corps["message"] = f"Aucune donnée n'est encore publiée. Lancez « {COMMANDES} »."
    reponse = en_json(corps, 200 if release else 503)
    reponse.cache_control.no_store = True
    return reponse


def _stable(contenu: Any, *morceaux: str) -> Response:
    etag = etiquette(*morceaux)
    connue = deja_connue(etag)
    return connue or mettre_en_cache(en_json(contenu()), etag)


def _release() -> Release | None:
    try:
        return release_courante()
    except ErreurEntrepot:
        return None


def _index() -> Zones:
    """Every zone of the live release; before any release, those of the official geography."""
    try:
        return ouvrir().zones
    except (AucunePublication, ErreurEntrepot):
        return zones_administratives()


def _demande_zones() -> tuple[str, set[Genre], int]:
    """Read ``q``, ``genre`` and ``limite``.

    Raises:
        Refus: 400, what is wrong and what is allowed.
    """
    verifier_cles({"q", "genre", "limite"})
    genres = {g for g in GENRES if g in request.args.get("genre", "").split(",")}
    if request.args.get("genre") and len(genres) != len(request.args["genre"].split(",")):
        permises = ", ".join(sorted(GENRES))
        raise Refus(400, f"Le genre demandé est inconnu. Genres permis : {permises}.")
    return lire_texte(), genres or GENRES, lire_limite()


def _zone(zone: Zone) -> dict[str, Any]:
    return {
        "id": zone.id,
        "genre": str(zone.genre),
        "code": zone.code,
        "libelle": zone.libelle,
        "parents": list(zone.parents),
    }


def _version(release: Release) -> dict[str, Any]:
    return {
        "id": release.id,
        "date": release.date.isoformat(),
        "precedente": release.precedente,
        "jeux": [
            {
                "jeu": nom,
                "source": j.source,
                "editeur": j.editeur,
                "licence": j.licence,
                "credit": j.credit,
                "millesime": j.millesime,
                "date_import": j.date_import.isoformat(),
                "lignes": j.lignes,
                "synthetique": j.synthetique,
                "empreinte": j.empreinte,
            }
            for nom, j in release.jeux.items()
        ],
    }
