"""Downloads as plain links: ``/r/<slug>/telecharger.csv``, ``.xlsx``, ``.parquet``, ``carte.svg``.

Same query string as the page, so a link works without script; a request that the page would correct
is refused with the ways on, rather than answered with other figures than those asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from flask import Blueprint, Flask, Response

from components.documents import csv_octets, nom_fichier, xlsx_octets
from data_layer import en_parquet
from data_layer.result import Resultat
from geodata.contours import COMMANDE, ContoursAbsents
from server.api import DUREE_EPINGLEE
from server.demande import Demande, Refus, bloc_de, lire_demande
from server.limites import borner
from server.reponses import deja_connue, etiquette, mettre_en_cache

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PARQUET = "application/vnd.apache.parquet"
_Fabrique = Callable[[Resultat, Demande], bytes]


def brancher(serveur: Flask) -> None:
    """Add the routes of the downloads."""
    plan = Blueprint("telechargements", __name__, url_prefix="/r")
    for extension, vue in (("csv", _csv), ("xlsx", _xlsx), ("parquet", _parquet)):
        plan.add_url_rule(f"/<slug>/telecharger.{extension}", extension, vue)
        chemin = f"/<slug>/<panneau>/telecharger.{extension}"
        plan.add_url_rule(chemin, f"panneau_{extension}", vue)
    # How values are cut is a matter of drawing, not a choice of figures: it is in the file's name.
    plan.add_url_rule("/<slug>/carte.svg", "carte", _carte)
    plan.add_url_rule(
        "/<slug>/carte-<any(egales, naturelles):methode>.svg", "carte_classes", _carte
    )
    borner(serveur, plan)
    serveur.register_blueprint(plan)


def _csv(slug: str, panneau: str | None = None) -> Response:
    return _envoyer(slug, panneau, "csv", "text/csv", lambda r, d: csv_octets(r, None, d.adresse))


def _xlsx(slug: str, panneau: str | None = None) -> Response:
    # The day, not the hour: the same file all day long, so that caches know it again.
    jour = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)

    def fabriquer(resultat: Resultat, demande: Demande) -> bytes:
        return xlsx_octets(resultat, demande.adresse, jour, demande.noeuds)

    return _envoyer(slug, panneau, "xlsx", _XLSX, fabriquer, str(jour))


def _parquet(slug: str, panneau: str | None = None) -> Response:
    def fabriquer(resultat: Resultat, demande: Demande) -> bytes:
        return en_parquet(resultat, adresse=demande.adresse)

    return _envoyer(slug, panneau, "parquet", _PARQUET, fabriquer)


def _carte(slug: str, methode: str = "quantile") -> Response:
    def fabriquer(resultat: Resultat, demande: Demande) -> bytes:
        return _planche(resultat, methode)

    return _envoyer(slug, None, "svg", "image/svg+xml", fabriquer, methode)


def _planche(resultat: Resultat, methode: str) -> bytes:
    # Loaded at the first map: drawing libraries take half a second to import.
    from components.maps.classes import Methode
    from components.maps.lecture import tracable
    from components.maps.planche import planche_svg

    if not tracable(resultat):
        raise Refus(
            400,
            "Seuls les régions, les départements et les territoires qui en sont faits ont une carte : "
            "changez de niveau.",
        )
    try:
        return planche_svg(resultat, Methode.lire(methode)).encode()
    except ContoursAbsents as erreur:
        raise Refus(503, str(erreur), commande=COMMANDE) from erreur


def _envoyer(
    slug: str, panneau: str | None, extension: str, genre: str, fabrique: _Fabrique, autre: str = ""
) -> Response:
    """Answer a file, built unless the client has it. ``autre``: what else its bytes depend on."""
    demande = lire_demande(slug, panneau)
    etag = etiquette(slug, panneau or "", extension, demande.version, demande.adresse, autre)
    connue = deja_connue(etag)
    if connue is not None:
        return connue
    resultat = demande.resultat()
    if panneau is not None:
        bloc = bloc_de(resultat, panneau)
        resultat = replace(resultat, blocs={panneau: bloc}, principal=panneau)
    reponse = Response(fabrique(resultat, demande), mimetype=genre)
    nom = nom_fichier(resultat, extension)
    if panneau is not None:
        nom = f"{nom.removesuffix(f'.{extension}')}_{panneau}.{extension}"
    reponse.headers["Content-Disposition"] = f'attachment; filename="{nom}"'
    return mettre_en_cache(reponse, etag, DUREE_EPINGLEE if demande.epinglee else 0)
