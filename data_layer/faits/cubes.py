"""The SQL of a cube: what a month holds, at a place, of the nodes of one depth.

One time key and two axes: what follows the month of discharge (stays, amounts) and what follows the
month of administration (units, and the stays which protect them). A row administered in its month of
discharge counts on both at once; another counts twice, once on each axis, the rest being 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from data_layer.catalogue.schema import Cube

_MEME_MOIS = "(annee_adm = annee AND mois_adm = mois)"


def schema(cube: Cube) -> dict[str, str]:
    """Return the columns of a cube, in order, and their DuckDB types.

    Counts are INTEGER: writing fails, rather than wraps, if one ever does not fit. Units and amounts are
    BIGINT, because a cell of a large release may exceed 2 billion.
    """
    return _cles(cube) | {
        nom: "BIGINT" if nom in ("montant", "ecart", "unites") else "INTEGER"
        for nom in [*_a_la_sortie(cube), *_a_l_administration(cube)]
    }


def requete(cube: Cube, table: str) -> str:
    """Return the SELECT of a cube from a table of fact rows, in the order of its file.

    The table has the columns of the facts, ``lieu`` (of the establishment) and ``a0`` to ``a7`` (the node
    at each depth).
    """
    sortie, administration = _a_la_sortie(cube), _a_l_administration(cube)
    axes = [
        ("annee, mois", sortie, administration, _MEME_MOIS),
        ("annee, mois", sortie, _nulles(administration), f"NOT {_MEME_MOIS}"),
        ("annee_adm, mois_adm", _nulles(sortie), administration, f"NOT {_MEME_MOIS}"),
    ]
    cles = list(_cles(cube))
    reste = ", ".join(f"a{cube.profondeur}" if cle == "noeud" else cle for cle in cles[2:])
    noms = ", ".join([*cles, *sortie, *administration])
    lignes = " UNION ALL ".join(
        f"SELECT {temps}, {reste}, {', '.join([*a.values(), *b.values()])} FROM {table} WHERE {si}"
        for temps, a, b, si in axes
    )
    return somme(cube, f"({lignes}) AS lignes ({noms})")


def somme(cube: Cube, source: str) -> str:
    """Return the SELECT which sums rows of the cube itself, in the order of its file."""
    cles = list(_cles(cube))
    colonnes = ", ".join(
        nom if nom in cles else f"CAST(sum({nom}) AS {genre}) AS {nom}"
        for nom, genre in schema(cube).items()
    )
    return (
        f"SELECT {colonnes} FROM {source} GROUP BY {', '.join(cles)} "
        f"ORDER BY {', '.join(_ordre(cube, cles))}"
    )


def _cles(cube: Cube) -> dict[str, str]:
    cles = {
        "annee": "SMALLINT",
        "mois": "TINYINT",
        cube.lieu: "SMALLINT",
        "champ": "TINYINT",
        "liste": "TINYINT",
        "noeud": "SMALLINT",
    }
    return cles | ({cube.croisement: "SMALLINT"} if cube.croisement else {})


def _ordre(cube: Cube, cles: Iterable[str]) -> list[str]:
    """Time last among the main keys: a curve of one place and node is read in one go."""
    premieres = ["annee", "noeud", cube.lieu, "mois"]
    return premieres + [cle for cle in cles if cle not in premieres]


def _a_la_sortie(cube: Cube) -> dict[str, str]:
    """Name of each sum which follows the discharge -> the expression of a row."""
    return (
        _comptes(cube, "sejours", "rep", "poids")
        | _comptes(cube, "nombre", "rep")
        | {"montant": "montant", "ecart": "ecart"}
    )


def _a_l_administration(cube: Cube) -> dict[str, str]:
    return {"unites": "unites"} | _comptes(cube, "adm", "adm") | _comptes(cube, "deb", "deb")


def _comptes(cube: Cube, nom: str, masque: str, vaut: str = "1") -> dict[str, str]:
    """Sums over distinct stays, from the mask which designates their rows.

    What is shown counts what each stay stands for (``poids``); what protects counts the stays themselves:
    the séances of one patient are one. Crossed with the indication, a stay counts once for each; else
    once, and once for each list.
    """
    bit = 1 << cube.profondeur
    return {
        nom + suffixe: f"CASE WHEN ({masque}{suffixe} & {bit}) <> 0 THEN {vaut} ELSE 0 END"
        for suffixe in (("_i",) if cube.croisement == "indication" else ("", "_l"))
    }


def _nulles(expressions: Mapping[str, str]) -> dict[str, str]:
    return dict.fromkeys(expressions, "0")
