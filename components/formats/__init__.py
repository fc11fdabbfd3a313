"""The one number format of the house: screens, charts and files write a value in the same way.

Shares are fractions (0.7 reads « 70,00 % »), values of a measure in ``Format.POURCENT`` are points
(70.0 reads « 70,0 % »). Rounding is half away from zero, as spreadsheets and readers do, on the
shortest decimal writing of the float. A value that rounds to zero bears no sign; an absent one
reads :data:`SANS_OBJET`. Every space inside a number is U+202F, the narrow no-break one.
"""

from components.formats.cellules import (
    HORS_REGION,
    HORS_REGION_COURT,
    MASQUE,
    MASQUE_COURT,
    NON_TRANSMIS,
    NON_TRANSMIS_COURT,
    cellule,
    explication,
    libelle_statut,
)
from components.formats.dates import date_courte, date_longue
from components.formats.machines import (
    SEPARATEURS_PLOTLY,
    FormatPlotly,
    format_excel,
    format_plotly,
    valeur_excel,
)
from components.formats.nombres import (
    DECIMALES_PART,
    FINE,
    MOINS,
    SANS_OBJET,
    Mise,
    arrondir,
    compact,
    indice,
    mise,
    nombre,
    part,
)

__all__ = [
    "DECIMALES_PART",
    "FINE",
    "HORS_REGION",
    "HORS_REGION_COURT",
    "MASQUE",
    "MASQUE_COURT",
    "MOINS",
    "NON_TRANSMIS",
    "NON_TRANSMIS_COURT",
    "SANS_OBJET",
    "SEPARATEURS_PLOTLY",
    "FormatPlotly",
    "Mise",
    "arrondir",
    "cellule",
    "compact",
    "date_courte",
    "date_longue",
    "explication",
    "format_excel",
    "format_plotly",
    "indice",
    "libelle_statut",
    "mise",
    "nombre",
    "part",
    "valeur_excel",
]
