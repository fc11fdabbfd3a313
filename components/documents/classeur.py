"""A workbook being written: formats made once, texts that no spreadsheet runs."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import xlsxwriter

from components.documents.commun import est_hostile

_LIMITE_TEXTE = 32_767
GRIS, FILET, FOND_TETE, FOND_AVIS = "#6b7280", "#c9ced6", "#eef2f7", "#fdf1dc"
TITRE = {"bold": True, "font_size": 14}
DISCRET = {"font_color": GRIS}
AVIS = {"bold": True, "bg_color": FOND_AVIS}
ENTETE = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": GRIS}
ABSENT = {"italic": True, "font_color": GRIS, "align": "right"}


class Classeur:
    """A workbook in memory. The same calls give the same bytes: no clock is read here."""

    def __init__(self, titre: str, adresse: str, genere_le: datetime) -> None:
        self._octets = io.BytesIO()
        reglages = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.livre = xlsxwriter.Workbook(self._octets, reglages)
        proprietes = {"title": titre[:255], "author": "Portulan", "comments": adresse[:255]}
        # Workbooks hold local times without a zone.
        proprietes_datees: dict[str, Any] = {
            **proprietes,
            "created": genere_le.replace(tzinfo=None),
        }
        self.livre.set_properties(proprietes_datees)
        self._styles: dict[tuple[tuple[str, Any], ...], Any] = {}

    def feuille(self, nom: str) -> Any:
        """Add a sheet under this name, made acceptable (31 characters, no ``[]:*?/\\``) and unique."""
        propre = "".join("-" if c in "[]:*?/\\" else c for c in nom).strip("' ")[:31] or "Feuille"
        prises = {f.get_name().lower() for f in self.livre.worksheets()}
        rang = 2
        essai = propre
        while essai.lower() in prises:
            essai, rang = f"{propre[:28]} {rang}", rang + 1
        return self.livre.add_worksheet(essai)

    def style(self, **proprietes: Any) -> Any:
        """Return the format of these properties, made once for the workbook."""
        cle = tuple(sorted(proprietes.items()))
        if cle not in self._styles:
            self._styles[cle] = self.livre.add_format(dict(proprietes))
        return self._styles[cle]

    def texte(self, feuille: Any, rang: int, colonne: int, texte: str, **proprietes: Any) -> None:
        """Write a text, always as a text; one that looks like a formula also stays so when edited."""
        if est_hostile(texte):
            proprietes["quote_prefix"] = True
        style = self.style(**proprietes) if proprietes else None
        feuille.write_string(rang, colonne, texte[:_LIMITE_TEXTE], style)

    def fermer(self) -> bytes:
        """Return the file; nothing can be written after."""
        self.livre.close()
        return self._octets.getvalue()
