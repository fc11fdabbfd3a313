"""Formats that other programs apply themselves: d3 under Plotly, and spreadsheets."""

from __future__ import annotations

from dataclasses import dataclass

from components.formats.nombres import FINE, MOINS, POSITIONS, Mise, arrondir, mise
from data_layer.catalogue.schema import Format
from data_layer.result import Colonne

# Decimal sign then thousands sign, as ``layout.separators`` of Plotly wants them.
SEPARATEURS_PLOTLY = "," + FINE


@dataclass(frozen=True, slots=True)
class FormatPlotly:
    """``d3`` for ``tickformat`` / ``hovertemplate``, ``suffixe`` for ``ticksuffix``."""

    d3: str
    suffixe: str


def format_plotly(colonne: Colonne) -> FormatPlotly:
    """Return the d3 format of a column, to use with :data:`SEPARATEURS_PLOTLY`."""
    forme = mise(colonne)
    suffixe = f"{FINE}{forme.suffixe}" if forme.suffixe else ""
    return FormatPlotly(f"{'+' if forme.signe else ''},.{forme.decimales}f", suffixe)


def format_excel(quoi: Colonne | Mise, prefixe: str = "", valeur: float | None = None) -> str:
    """Return the number format of a column for a workbook, ``prefixe`` being written before values.

    A file stores formats in the notation of the United States: ``#,##0`` is what a French
    spreadsheet shows, and calls, « # ##0 ». A typed space would only part the last three digits.
    A percentage format multiplies by 100: cells hold fractions, see :func:`valeur_excel`. ``valeur``: of the
    cell; a format has a text for above, below and zero, and what is the reference itself needs its own.
    """
    if isinstance(quoi, Colonne) and quoi.format is Format.POSITION:
        if valeur is not None and valeur > 1:
            return f'"{prefixe}{POSITIONS[round(valeur)]}"'
        return ";".join(f'"{prefixe}{POSITIONS[p]}"' for p in (1, -1, 0))
    forme = quoi if isinstance(quoi, Mise) else mise(quoi)
    chiffres = "#,##0" + ("." + "0" * forme.decimales if forme.decimales else "")
    if forme.pourcent:
        chiffres += f'"{FINE}"%'
    elif forme.suffixe:
        chiffres += f'"{FINE}{forme.suffixe}"'
    if not forme.signe:
        return (f'"{prefixe}"' if prefixe else "") + chiffres
    # One quoted text before the digits: two in a row would read as an escaped quotation mark.
    plus, moins = f'"{prefixe}+"', f'"{prefixe}{MOINS}"'
    return f"{plus}{chiffres};{moins}{chiffres};" + (f'"{prefixe}"' if prefixe else "") + chiffres


def valeur_excel(valeur: float, colonne: Colonne) -> float:
    """Return what a typed cell holds: a fraction for percentages; 0 for what would read « −0 »."""
    forme = mise(colonne)
    if forme.signe and arrondir(valeur, forme.decimales).is_zero():
        return 0.0
    return valeur / 100 if forme.pourcent else valeur
