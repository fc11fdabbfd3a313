"""The nodes of a classification, found by code, by parent and by text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from data_layer.selection.recherche_noeuds import IndexNoeuds, Place


@dataclass(frozen=True, slots=True)
class Noeud:
    """A node. ``numero`` is its place in preorder, ``fin`` that of the last node under it.

    ``code`` is its text in addresses, empty for the root; ``parent`` the code above, None for the root.
    """

    numero: int
    fin: int
    profondeur: int
    code: str
    libelle: str
    parent: str | None

    @property
    def code_court(self) -> str:
        """The code as the field writes it: ``030102``, ``L01XC``; empty for families."""
        return self.code.partition("-")[2]


class Noeuds:
    """An immutable index of the nodes of one classification; safe between threads."""

    def __init__(self, noeuds: Iterable[Noeud]) -> None:
        liste = tuple(sorted(noeuds, key=lambda n: n.numero))
        self._liste = liste
        self._par_code = MappingProxyType({n.code: n for n in liste})
        enfants: dict[str, list[Noeud]] = {}
        for n in liste:
            if n.parent is not None:
                enfants.setdefault(n.parent, []).append(n)
        self._enfants = {code: tuple(groupe) for code, groupe in enfants.items()}
        self._codes = MappingProxyType({n.code.casefold(): n.code for n in liste})
        self._texte = IndexNoeuds(
            Place(
                n.libelle,
                (n.code, n.code_court) if n.code_court else (n.code,),
                n.profondeur,
                n.fin,
            )
            for n in liste
        )

    def __len__(self) -> int:
        return len(self._liste)

    def get(self, code: str) -> Noeud | None:
        """The node of this exact code (empty: the root), or None."""
        return self._par_code.get(code)

    def code_ecrit(self, texte: str) -> str | None:
        """The code meant by a text, whatever its capitals; None when no node has it."""
        return texte if texte in self._par_code else self._codes.get(texte.casefold())

    def par_numero(self, numero: int) -> Noeud:
        """The node of this number. Raises IndexError when there is none."""
        return self._liste[numero]

    def enfants(self, code: str) -> tuple[Noeud, ...]:
        """The nodes right under this one, in the order of the classification."""
        return self._enfants.get(code, ())

    def chemin(self, code: str) -> tuple[Noeud, ...]:
        """From the root down to this node, included; empty when it does not exist."""
        etapes: list[Noeud] = []
        noeud = self._par_code.get(code)
        while noeud is not None:
            etapes.append(noeud)
            noeud = self._par_code.get(noeud.parent) if noeud.parent is not None else None
        return tuple(reversed(etapes))

    def chercher(
        self, texte: str, limite: int = 20, *, entiers: bool = False, sur: bool = False
    ) -> list[Noeud]:
        """The nodes a person may mean by a text or a code, best first.

        ``entiers``: only those that hold every word; ``sur``: and as it is written, not alike.
        """
        trouves = self._texte.chercher(texte, limite, entiers=entiers, sur=sur)
        return [self._liste[i] for i in trouves]
