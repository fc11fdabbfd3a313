"""What several tests of views share."""

from __future__ import annotations

import gzip
import json

import pytest

from components.maps import cadrage, dessin, territoires
from geodata.chemins import dossier_geodata
from geodata.zones import Genre, zones_administratives


def _carre(rang: int) -> list:
    x, y = -4 + (rang % 10) * 1.2, 42 + (rang // 10) * 0.8
    return [[[[x, y], [x + 1, y], [x + 1, y + 0.7], [x, y + 0.7], [x, y]]]]


def _ecrire(chemin, contenu) -> None:
    chemin.write_bytes(gzip.compress(json.dumps(contenu).encode()))


@pytest.fixture
def contours(tmp_path, monkeypatch):
    """A geography of squares, in a var folder of its own."""
    monkeypatch.setenv("PORTULAN_VAR", str(tmp_path))
    dossier = dossier_geodata()
    dossier.mkdir(parents=True)
    (dossier / "manifeste.json").write_text('{"credits": ["Contours : essai", "Population : x"]}')
    for nom, genre in (("regions", Genre.REGION), ("departements", Genre.DEPARTEMENT)):
        zones = zones_administratives().toutes(genre)
        entites = [
            {"type": "Feature", "properties": {"id": z.id, "nom": z.libelle},
             "geometry": {"type": "MultiPolygon", "coordinates": _carre(i)}}
            for i, z in enumerate(zones)
        ]  # fmt: skip
        for tolerance in ("fin", "moyen", "large"):
            _ecrire(dossier / f"{nom}-{tolerance}.geojson.gz", {"features": entites})
        cadre = {
            "cle": "metropole", "titre": "", "x": 158, "y": 0, "largeur": 842, "hauteur": 792,
            "metres_par_unite": 1400, "projection": {"epsg": 2154, "ouest": 0, "nord": 0},
            "chemins": {z.id: "M0 0l1 0 0 1Z" for z in zones},
            "centres": {z.id: [1, 1] for z in zones}, "voisins": ["M0 0l5 0 0 5Z"],
        }  # fmt: skip
        planche = {"largeur": 1000, "hauteur": 800, "cadres": [cadre]}
        _ecrire(dossier / f"planche-{nom}.json.gz", planche)
    caches = (cadrage._emprises, dessin._entites, territoires.chemins_des_territoires)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


@pytest.fixture(scope="module")
def repondre_flux(dossier_var, tmp_path_factory):
    """What asks the small dataset of flows, published in a warehouse of its own: slug, query -> result."""
    import data_layer
    from data_layer import warehouse
    from tests.fabrique import petit_flux

    dossier = tmp_path_factory.mktemp("flux")
    if (dossier_var / "geodata").is_dir():
        (dossier / "geodata").symlink_to(dossier_var / "geodata", target_is_directory=True)
    patch = pytest.MonkeyPatch()
    patch.setenv("PORTULAN_VAR", str(dossier))
    data_layer.vider_memoire()
    warehouse.publier("flux", petit_flux.ecrire)

    def repondre(slug, requete=""):
        lu = data_layer.repondre(slug, f"vue=graphique&{requete}")
        assert lu.resultat is not None, lu.lu.avis
        return lu.resultat

    yield repondre
    patch.undo()
    data_layer.vider_memoire()
