"""The FINESS list: the exact form written, every form read, a verdict for each line."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_layer.paniers import FINESS_MAX, Verdict, ecrire_liste, lire_liste
from data_layer.paniers.liste import LIGNES_MAX
from geodata.zones import Zone, etablissement

A, B, C = "010007987", "2A0000014", "750712184"
CONNUS = {n: etablissement(n, f"CH de {n}") for n in (A, B, C)}
R, D, INC, M, E, V = (
    Verdict.RETENU, Verdict.DOUBLON, Verdict.INCONNU, Verdict.MAL_FORME, Verdict.ENTETE, Verdict.VIDE,
)  # fmt: skip


def _lire(texte: str | bytes) -> tuple[list[str], list[Verdict]]:
    octets = texte if isinstance(texte, bytes) else texte.encode()
    lu = lire_liste(octets, CONNUS.get)
    return [z.code for z in lu.zones], [ligne.verdict for ligne in lu.lignes]


def test_la_forme_ecrite_est_exacte() -> None:
    zones = [CONNUS[A], etablissement(C, 'Hôpital "Saint-Louis", Paris\nsite 2')]
    assert ecrire_liste(zones) == (
        b"Finess, Raison sociale\r\n"
        b"010007987,CH de 010007987\r\n"
        b'750712184,"H\xc3\xb4pital ""Saint-Louis"", Paris site 2"\r\n'
    )


@pytest.mark.parametrize(
    ("texte", "gardes", "verdicts"),
    [
        (f"Finess, Raison sociale\r\n{A},FFF\r\n", [A], [E, R]),
        (f"{A},FFF is valid\n{B}", [A, B], [R, R]),
        (f"{A};CH, du Bugey\r{C}\tParis", [A, C], [R, R]),
        (f"N° FINESS;Nom\n{A};x", [A], [E, R]),
        (f'Raison sociale;Finess\n"CH; du, Bugey";{A}\nCH, x;{C}', [A, C], [E, R, R]),
        (f'"{A}","CH\n{C}', [A, C], [R, R]),
        ("2a0000014\n", [B], [R]),
        (" 01 000 798 7 ,x\n\u00a0750\u202f712184\n", [A, C], [R, R]),
        (f'\'{A}\n="{C}"\n', [A, C], [R, R]),
        (f"{A}\n\n  \n{A}", [A], [R, V, V, D]),
        ("10007987,x\n1.0E7\n\nabc\n,x\n01000798X\n0100079870", [], [M, M, V, M, M, M, M]),
        ("999999999\n999999999", [], [INC, D]),
        ("٠١٠٠٠٧٩٨٧", [], [M]),
        ("", [], []),
        ("Finess, Raison sociale", [], [E]),
        (f"{A},finess\n", [A], [R]),
        (f"{A}\nFiness, Raison sociale\n", [A], [R, M]),
    ],
)
def test_chaque_ligne_a_son_verdict(texte: str, gardes: list[str], verdicts: list[Verdict]) -> None:
    assert _lire(texte) == (gardes, verdicts)


def test_les_messages_disent_quoi_faire() -> None:
    lu = lire_liste(f"{A}\n10007987\n{A}\n999999999\nx".encode(), CONNUS.get)
    dits = [ligne.message for ligne in lu.lignes]
    assert dits[0] == f"CH de {A}"
    assert "Écrivez 010007987" in dits[1]
    assert "à la ligne 1" in dits[2]
    assert "Aucun établissement 999999999" in dits[3]
    assert "9 chiffres" in dits[4]
    assert [ligne.numero for ligne in lu.lignes] == [1, 2, 3, 4, 5]
    assert lu.comptes == {R: 1, D: 1, INC: 1, M: 2}


def test_les_encodages() -> None:
    texte = f"Finess, Raison sociale\r\n{A},Hôpital"
    for octets in (texte.encode(), codecs.BOM_UTF8 + texte.encode()):
        lu = lire_liste(octets, CONNUS.get)
        assert ([z.code for z in lu.zones], lu.remarques) == ([A], ())
    for octets, dit in ((texte.encode("latin-1"), "Latin-1"), (texte.encode("utf-16"), "UTF-16")):
        lu = lire_liste(octets, CONNUS.get)
        assert [z.code for z in lu.zones] == [A]
        assert dit in lu.remarques[0]


def _toujours(numero: str) -> Zone:
    return etablissement(numero, "Un établissement")


def test_cinquante_mille_lignes_ont_chacune_leur_verdict() -> None:
    octets = "".join(f"{n:09d}\r\n" for n in range(50_000)).encode()
    lu = lire_liste(octets, _toujours)
    assert len(lu.lignes) == 50_000
    assert len(lu.zones) == FINESS_MAX
    assert lu.comptes == {R: FINESS_MAX, Verdict.EN_TROP: 50_000 - FINESS_MAX}
    assert "5000" in lu.lignes[-1].message


def test_le_nombre_de_lignes_est_borne() -> None:
    lu = lire_liste(b"\n" * 1_000_000, CONNUS.get)
    assert len(lu.lignes) == LIGNES_MAX
    assert "1000000 lignes" in lu.remarques[0]


numeros = st.from_regex(r"(?:[0-9]{2}|2[AB])[0-9]{7}", fullmatch=True)


@given(st.dictionaries(numeros, st.text(max_size=30), max_size=20))
def test_une_liste_ecrite_se_relit_entiere(etablissements: dict[str, str]) -> None:
    zones = {n: etablissement(n, libelle) for n, libelle in etablissements.items()}
    lu = lire_liste(ecrire_liste(zones.values()), zones.get)
    assert lu.zones == tuple(zones.values())
    assert set(lu.comptes) <= {E, R}
    assert len(lu.lignes) == len(zones) + 1
    assert not lu.remarques


@settings(max_examples=300)
@given(
    st.binary(max_size=400)
    | st.lists(st.sampled_from([A, B, "9", ",", ";", "\t", '"', "\r", "\n", " ", "\0", "finess"]))
    .map("".join)
    .map(str.encode)
)
def test_aucun_octet_ne_la_fait_tomber(octets: bytes) -> None:
    lu = lire_liste(octets, CONNUS.get)
    assert [ligne.numero for ligne in lu.lignes] == list(range(1, len(lu.lignes) + 1))
    assert sum(lu.comptes.values()) == len(lu.lignes)
    assert len(lu.zones) == lu.comptes.get(R, 0) == len({z.code for z in lu.zones})
