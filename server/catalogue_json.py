"""The catalogue as the API writes it: what may be asked, without reading the documentation."""

from __future__ import annotations

from typing import Any

from data_layer import Release, restitutions, themes
from data_layer.catalogue.schema import Mesure, Restitution
from data_layer.selection import LIBELLES_NIVEAU, presentes
from server.parametres import Etat, Parametre, etat, ou, parametres


def catalogue_en_json(release: Release | None) -> dict[str, Any]:
    """Return themes and restitutions; what only data says is null while there is none."""
    return {
        "version": release.id if release else None,
        "themes": [{"cle": t.cle, "titre": t.titre, "resume": t.resume} for t in themes()],
        "restitutions": [_restitution(r, etat(r)) for r in restitutions()],
    }


def _restitution(r: Restitution, etat: Etat | None) -> dict[str, Any]:
    return {
        "slug": r.slug,
        "titre": r.titre,
        "resume": r.resume,
        "theme": r.theme,
        "champs": list(r.champs),
        "geo": list(r.geo),
        "etab": list(r.etab),
        "acces": str(r.acces),
        "auteur": r.auteur,
        "relu_le": r.relu_le.isoformat(),
        "jeu": r.jeu,
        "adresse": r.chemin,
        "api": f"/api/v1/r/{r.slug}.json",
        "grain": str(r.grain),
        "periodes": None if etat is None else etat.etendue.ecrire(),
        "dernier_mois": None if etat is None else etat.dernier_mois,
        "panneaux": None if etat is None else list(etat.panneaux),
        "niveaux": [{"code": n, "libelle": LIBELLES_NIVEAU[n]} for n in r.niveaux],
        "classification": None if r.classification is None else _classification(r),
        "referentiels": [
            {
                "cle": x.cle,
                "libelle": x.libelle,
                "ou": ou(r, x.quand),
                "adresse": f"/api/v1/referentiels/{r.slug}/{x.table}",
            }
            for x in r.referentiels
        ],
        "natures": list(r.natures),
        "unites": list(r.unites),
        "formes": [str(f) for f in r.formes],
        "mesures": [_mesure(m) | {"ou": ou(r, m.quand)} for m in r.mesures],
        "filtres": [
            {
                "cle": d.cle,
                "libelle": d.libelle,
                "tous": d.tous,
                "defaut": d.defaut,
                "ou": ou(r, d.quand),
                "valeurs": [
                    {"code": v.code, "libelle": v.libelle, "ou": ou(r, v.quand)}
                    for v in presentes(r, d)
                ],
            }
            for d in r.filtres
        ],
        "parametres": [_parametre(p) for p in parametres(r, etat)],
    }


def _classification(r: Restitution) -> dict[str, Any]:
    arbre = r.classification
    assert arbre is not None
    return {
        "libelle": arbre.libelle,
        "racine": arbre.racine,
        "familles": [{"code": f.cle, "libelle": f.libelle} for f in arbre.familles],
        "niveaux": [
            {"code": n.cle, "libelle": n.libelle, "famille": n.famille, "motif": n.motif}
            for n in arbre.niveaux
        ],
        "adresse": f"/api/v1/referentiels/{r.slug}/noeuds",
    }


def _mesure(m: Mesure) -> dict[str, Any]:
    return {
        "cle": m.cle,
        "libelle": m.libelle,
        "court": m.court,
        "unite": m.unite,
        "format": str(m.format),
        "decimales": m.decimales,
        "nature": str(m.nature),
        "polarite": str(m.polarite),
        "additive": list(m.additive),
        "protege_par": m.protege_par,
        "definition": m.definition,
    }


def _parametre(p: Parametre) -> dict[str, Any]:
    return {
        "cle": p.cle,
        "description": p.description,
        "defaut": p.defaut or None,
        "plusieurs": p.plusieurs,
        "motif": p.motif or None,
        "valeurs": [
            {"code": c, "libelle": libelle, "ou": p.conditions.get(c, "")}
            for c, libelle in p.valeurs.items()
        ],
    }
