"""What a visitor asks of PMSI codes, and which codes answer: by code, postal code, INSEE code or name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl

from components.adresses import adresse_avec
from components.formats import FINE
from geodata.codes import Codes
from geodata.ecriture_codes import CORSE, code_de, departement_postal
from geodata.texte import mots, sans_accent
from geodata.zonage import CodeDecrit, CommuneDecrite

CHEMIN = "/codes-geographiques"
LIMITE = 20
"""Codes listed for one text."""
LONGUEUR_MAXIMALE = 100
_COMMUNES_DITES = 3
_VOISINS_DE_CODE = 3


@dataclass(frozen=True, slots=True)
class Demande:
    """What an address asks for: ``texte`` to look up (``q``), else ``code`` to show. Both printable."""

    texte: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Reponse:
    """A code that answers, and why, in French (empty where it only looks like the text)."""

    code: CodeDecrit
    raison: str = ""


@dataclass(frozen=True, slots=True)
class Trouves:
    """The codes that answer a text, best first; ``suite``: there are more than :data:`LIMITE`.

    ``montre`` is the one to describe below the list: alone, or the first whose very code the text is; none
    where Corsica cuts a postal code.
    """

    reponses: tuple[Reponse, ...]
    suite: bool = False
    montre: CodeDecrit | None = None


def adresse_code(code: str) -> str:
    """The address of the page of a code."""
    return adresse_avec(CHEMIN, "code", code)


def adresse_recherche(texte: str) -> str:
    """The address of the page that looks a text up."""
    return adresse_avec(CHEMIN, "q", texte)


def lire(requete: str) -> Demande:
    """What the query of an address asks for; never raises."""
    lus = dict(parse_qsl(requete.removeprefix("?")[:2000], errors="replace"))
    texte = propre(lus.get("q", ""))
    return Demande(texte, "" if texte else propre(lus.get("code", "")).upper())


def propre(texte: str) -> str:
    """A visitor's text without control characters, its spaces put in order, and short."""
    lisible = "".join(c if c.isprintable() else " " for c in texte[: 10 * LONGUEUR_MAXIMALE])
    return " ".join(lisible.split())[:LONGUEUR_MAXIMALE].strip()


def trouver(codes: Codes, texte: str) -> Trouves:
    """The codes that answer a text; none for an empty one.

    Order: the PMSI code so written, that of a postal code, that of an INSEE code, then what
    :meth:`Codes.chercher` finds.
    """
    if not sans_accent(texte):
        return Trouves(())
    exactes = _uniques(_exactes(codes, texte))
    trouvees = sorted(codes.chercher(texte, LIMITE + 1), key=lambda c: -_homonymes(codes, c, texte))
    autres = [Reponse(c, _par_nom(codes, c, texte)) for c in trouvees]
    toutes = _uniques([*exactes, *autres])
    seule = len(toutes) == 1 or (
        exactes and exactes[0].raison not in {r.raison for r in exactes[1:]}
    )
    return Trouves(tuple(toutes[:LIMITE]), len(toutes) > LIMITE, toutes[0].code if seule else None)


def proches(codes: Codes, demande: str) -> tuple[CodeDecrit, ...]:
    """The codes whose writing is nearest to one that does not exist, of its département; few or none."""
    trouves: dict[str, CodeDecrit] = {}
    for ecrit in _ecritures(_en_code(demande)):
        freres = [c for c in codes.toutes() if c.code[:2] == ecrit[:2]]
        place = bisect_left([c.code for c in freres], ecrit)
        debut = max(0, min(place - _VOISINS_DE_CODE, len(freres) - 2 * _VOISINS_DE_CODE))
        trouves |= {c.code: c for c in freres[debut : debut + 2 * _VOISINS_DE_CODE]}
    return tuple(trouves.values())


def _ecritures(code: str) -> Iterator[str]:
    """The PMSI writings of what may be a postal code: ``97410`` is near ``9D010``."""
    if not (code.isascii() and len(code) == 5):
        return
    if code[:2] == "20":
        yield from (code_de(code, departement) for departement in sorted(CORSE))
    elif code[:2] == "97" and (departement := departement_postal(code, "")):
        yield code_de(code, departement)
    else:
        yield code


def _en_code(texte: str) -> str:
    return "".join(texte.split()).upper()


def _uniques(reponses: Iterable[Reponse]) -> list[Reponse]:
    vues: dict[str, Reponse] = {}
    for reponse in reponses:
        vues.setdefault(reponse.code.code, reponse)
    return list(vues.values())


def _exactes(codes: Codes, texte: str) -> Iterator[Reponse]:
    """The codes that a text names: those of a postal code are several where Corsica cuts it."""
    ecrit = _en_code(texte)
    if (lui := codes.get(ecrit)) is not None:
        yield Reponse(lui, f"Code géographique PMSI {ecrit}")
    for code in codes.par_postal(ecrit):
        yield Reponse(code, f"Code postal {ecrit}")
    commune, code_geo = codes.commune(ecrit), codes.de_commune(ecrit)
    if commune is not None and code_geo is not None:
        yield Reponse(code_geo, f"Code INSEE {ecrit}{FINE}: {commune.nom}")


def _homonymes(codes: Codes, code: CodeDecrit, texte: str) -> int:
    """Inhabitants of the largest commune that has this very name: a person means it first."""
    nom = sans_accent(texte)
    return max(
        (m.population for m in communes_de(codes, code) if sans_accent(m.nom) == nom), default=0
    )


def _par_nom(codes: Codes, code: CodeDecrit, texte: str) -> str:
    """The communes of a code whose name holds the words asked, the largest first."""
    demandes = mots(sans_accent(texte))
    trouvees = [m for m in communes_de(codes, code) if _repond(m.nom, demandes)]
    if not trouvees:
        return ""
    noms = ", ".join(f"{m.nom} ({m.code})" for m in trouvees[:_COMMUNES_DITES])
    reste = len(trouvees) - _COMMUNES_DITES
    s = "s" * (len(trouvees) > 1)
    return f"Commune{s}{FINE}: {noms}" + (f" et {reste} autre{'s' * (reste > 1)}" * (reste > 0))


def _repond(nom: str, demandes: Iterable[str]) -> bool:
    presents = mots(sans_accent(nom))
    return all(any(p.startswith(d) for p in presents) for d in demandes)


def communes_de(codes: Codes, code: CodeDecrit) -> list[CommuneDecrite]:
    """The communes of a code, the most populated first."""
    connues = (codes.commune(insee) for insee in code.communes)
    return sorted((m for m in connues if m is not None), key=lambda m: (-m.population, m.nom))
