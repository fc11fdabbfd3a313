"""axe-core in the page: no violation that would stop somebody.

The script is that of the wheel ``axe-playwright-python``, of which nothing else is used (it would want
Playwright).
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.browser.navigateur import Navigateur

REGLES = ("wcag2a", "wcag2aa", "wcag21aa", "wcag22aa")
GRAVES = ("serious", "critical")
_LANCER = """
const [regles, fini] = [arguments[0], arguments[arguments.length - 1]];
axe.run(document, { runOnly: { type: "tag", values: regles }, resultTypes: ["violations"] })
  .then((r) => fini(r.violations), (e) => fini(String(e)));
"""


@lru_cache(maxsize=1)
def script() -> str:
    """The text of axe-core.

    Raises:
        RuntimeError: the wheel is not installed.
    """
    trouve = find_spec("axe_playwright_python")
    if trouve is None or trouve.origin is None:
        raise RuntimeError("axe-playwright-python manque : pip install -r requirements-dev.txt")
    return (Path(trouve.origin).parent / "axe.min.js").read_text()


def verifier_axe(page: Navigateur) -> None:
    """Fail on each violation of impact serious or critical, saying rule, targets and how to mend it."""
    # Through the driver, not as a script element: the security policy of the page would refuse it.
    page.js(script())
    violations: Any = page.pilote.execute_async_script(_LANCER, list(REGLES))
    assert isinstance(violations, list), violations
    graves = [v for v in violations if v["impact"] in GRAVES]
    assert not graves, f"à {page.adresse}\n" + "\n".join(_dite(v) for v in graves)


def _dite(violation: dict[str, Any]) -> str:
    cibles = "\n".join(
        f"    {' '.join(map(str, n['target']))}\n      {n['failureSummary']}"
        for n in violation["nodes"][:4]
    )
    reste = len(violation["nodes"]) - 4
    suite = f"\n    et {reste} autres" if reste > 0 else ""
    return f"  {violation['id']} ({violation['impact']}) : {violation['help']}\n{cibles}{suite}"
