"""Files built from a result, showing exactly what the screen shows."""

from components.documents.commun import nom_fichier
from components.documents.csv import csv_octets
from components.documents.xlsx import xlsx_octets

__all__ = ["csv_octets", "nom_fichier", "xlsx_octets"]
