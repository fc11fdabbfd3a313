"""The floors of the house: an arrow never runs back up, and there is one door to the data."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

RACINE = Path(__file__).parents[2]


def test_les_contrats_d_import_tiennent():
    commande = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    fait = subprocess.run(commande, cwd=RACINE, capture_output=True, text=True, check=False)
    assert fait.returncode == 0, fait.stdout + fait.stderr


def test_aucun_appel_vers_l_exterieur_dans_ce_qui_est_servi():
    """No address of another host in scripts, styles or pages (credits and links to read excepted)."""
    interdits = re.compile(
        r"(?:cdn\.|unpkg|jsdelivr|googleapis|gstatic|src=.https?://|url\(.?https?:)"
    )
    fautifs = [
        str(f.relative_to(RACINE))
        for dossier in ("assets", "components", "pages", "callbacks", "server")
        for f in (RACINE / dossier).rglob("*")
        if f.suffix in {".py", ".js", ".css"} and interdits.search(f.read_text("utf-8"))
    ]
    assert fautifs == []


def test_rien_n_importe_le_toit():
    """``app`` is a module, which import-linter does not take as a root: nothing below imports it."""
    dossiers = ("pages", "callbacks", "components", "data_layer", "geodata", "server")
    importe = re.compile(r"^\s*(?:import app\b|from app\b)", re.MULTILINE)
    fautifs = [
        f for d in dossiers for f in (RACINE / d).rglob("*.py") if importe.search(f.read_text())
    ]
    assert fautifs == []
