"""Why a PMSI code is written as it is: the published rules, in plain French."""

from __future__ import annotations

from collections.abc import Mapping

from components import formats, francais
from components.formats import FINE
from geodata.codes import Codes
from geodata.communes_postales import Cas
from geodata.ecriture_codes import CORSE
from geodata.referentiel import departement
from geodata.zonage import CodeDecrit, CommuneDecrite

TITRES: Mapping[Cas, str] = {
    Cas.CODE_POSTAL: "Cas général",
    Cas.PLURI_DISTRIBUEE: "Premier cas de regroupement",
    Cas.LIEU_DIT: "Deuxième cas de regroupement",
    Cas.MOINS_DE_1000: "Troisième cas de regroupement",
    Cas.MICRO_REGION: "Corse",
    Cas.OFFICIEL: "Table officielle",
}
REGLES: Mapping[Cas, str] = {
    Cas.CODE_POSTAL: "Le code géographique est le code postal, quand celui-ci réunit au moins 1\u202f000 "
    "habitants et qu'aucun des cas de regroupement ne s'applique.",
    Cas.PLURI_DISTRIBUEE: "Un code postal ne couvre qu'une partie de la commune. Le recensement ne "
    "compte les habitants que par commune entière\u202f: toute la population est donc affectée à un seul "
    "de ses codes postaux, et celle des autres est mise à 0.",
    Cas.LIEU_DIT: "Le code postal est celui d'un lieu-dit. Le recensement ne compte les habitants que "
    "par commune\u202f: aucune population ne peut lui être affectée, et il rejoint sa commune.",
    Cas.MOINS_DE_1000: "Les communes d'un même code postal réunissent moins de 1\u202f000 habitants. Pour "
    "que personne ne puisse être reconnu, il est regroupé avec un autre sous un code de regroupement.",
    Cas.MICRO_REGION: "En Corse, les codes postaux sont regroupés suivant un découpage en "
    "micro-régions. Les codes postaux s'y écrivent des deux façons, 20222 comme 2B222.",
    Cas.OFFICIEL: "La table officielle donne le code sans dire quel cas l'a produit.",
}


def fin(texte: str) -> str:
    """A sentence with the narrow spaces of French, before high signs and inside numbers."""
    for signe in ":;!?»":
        texte = texte.replace(f" {signe}", f"{FINE}{signe}")
    return texte.replace("«\u00a0", f"«{FINE}").replace("1\u202f000", f"1{FINE}000")


def raisons(codes: Codes, code: CodeDecrit) -> list[str]:
    """Sentences that say why a code is so: what was done, the rule, its writing, communes from next door."""
    dites = [codes.explication(code), REGLES[code.cas], *_ecriture(code), *_etrangeres(codes, code)]
    return [fin(dite) for dite in dites]


def _ecriture(code: CodeDecrit) -> list[str]:
    trouve = departement(code.departement)
    if trouve is None:
        return []
    dites = []
    debut = code.code[:2]
    if debut != trouve.code:
        dites.append(
            f"«\u00a0{debut}\u00a0» y tient lieu de {trouve.code} ({trouve.libelle})\u202f: tous les codes "
            "ont ainsi 5 positions, et les deux premières disent le département."
        )
    if code.code[2] == "C":
        suite = "le numéro de la micro-région" if trouve.code in CORSE else "son numéro"
        dites.append(
            f"«\u00a0{code.code}\u00a0» se lit\u202f: {debut} pour le département ({trouve.libelle}), C pour "
            f"regroupement, {code.code[3:]} pour {suite}."
        )
    return dites


def _etrangeres(codes: Codes, code: CodeDecrit) -> list[str]:
    loin = [m for insee in code.etrangeres if (m := codes.commune(insee)) is not None]
    if not loin:
        return []
    s = "s" if len(loin) > 1 else ""
    leur = "leur" if s else "son"
    noms = francais.enumere([commune_et_departement(m) for m in loin])
    return [
        f"{len(loin)} commune{s} d'un autre département y compte{'nt' * bool(s)} aussi, parce que "
        f"{leur} code postal est d'ici\u202f: {noms}."
    ]


def commune_et_departement(commune: CommuneDecrite) -> str:
    """``Éloise (Haute-Savoie)``."""
    trouve = departement(commune.departement)
    return f"{commune.nom} ({trouve.libelle if trouve else commune.departement})"


def nom_departement(numero: str) -> str:
    """``Seine-et-Marne (77)``; the bare number of an unknown one."""
    trouve = departement(numero)
    return f"{trouve.libelle} ({trouve.code})" if trouve else numero


def passage(codes: Codes, code: CodeDecrit) -> list[tuple[str, str, str]]:
    """The rows of the published table for a code: postal code, its office, inhabitants who count under it.

    The office is the largest commune of the postal code. A postal code that shares a commune with
    another, which all of it counts under, has 0 inhabitants, as in the published table.
    """
    communes = [m for insee in code.communes if (m := codes.commune(insee)) is not None]
    lignes = [_ligne(postal, communes) for postal in code.postaux]
    sans = sum(m.population for m in communes if m.postal not in code.postaux)
    if sans:
        lignes.append((formats.SANS_OBJET, "sans code postal connu", formats.nombre(sans)))
    return lignes


def _ligne(postal: str, communes: list[CommuneDecrite]) -> tuple[str, str, str]:
    comptees = [m for m in communes if m.postal == postal]
    servies = comptees or [m for m in communes if postal in m.postaux]
    bureau = max(servies, key=lambda m: m.population).nom if servies else formats.SANS_OBJET
    return postal, bureau, formats.nombre(sum(m.population for m in comptees))
