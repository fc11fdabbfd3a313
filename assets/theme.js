/* Light or dark: the visitor's choice, else the system's, on <html> before the first paint.

   The page's <head> loads this file (see GABARIT_HTML); Dash loads it again with the other assets, and
   the guard makes the second time do nothing. The current theme is also given to the store "theme"
   ("light" or "dark"), for views that cannot read CSS. */
(function () {
  "use strict";
  if (window.portulanTheme) {
    return;
  }
  const CLE = "portulan-theme";
  const racine = document.documentElement;
  const sombre = window.matchMedia("(prefers-color-scheme: dark)");

  function choisi() {
    try {
      return localStorage.getItem(CLE);
    } catch (refus) {
      return null; // Storage may be forbidden: the system's theme then stands.
    }
  }

  function dire(theme) {
    const bouton = document.getElementById("bascule-theme");
    if (!bouton) {
      return;
    }
    const autre = theme === "dark" ? "clair" : "sombre";
    bouton.setAttribute("aria-label", "Passer au thème " + autre);
    bouton.title = "Passer au thème " + autre;
    bouton.textContent = theme === "dark" ? "☀" : "☾";
    if (window.dash_clientside && window.dash_clientside.set_props) {
      window.dash_clientside.set_props("theme", { data: theme });
    }
  }

  function poser(theme) {
    racine.setAttribute("data-bs-theme", theme);
    dire(theme);
  }

  const actuel = () => choisi() || (sombre.matches ? "dark" : "light");

  window.portulanTheme = { actuel };
  poser(actuel());
  sombre.addEventListener("change", () => poser(actuel()));

  document.addEventListener("click", (evenement) => {
    if (!evenement.target.closest("#bascule-theme")) {
      return;
    }
    const theme = actuel() === "dark" ? "light" : "dark";
    try {
      localStorage.setItem(CLE, theme);
    } catch (refus) {
      /* Not kept then: it holds for this page. */
    }
    poser(theme);
  });

  // Dash draws the header after this script: its button is told the theme when it comes.
  const guet = new MutationObserver(() => {
    if (document.getElementById("bascule-theme")) {
      guet.disconnect();
      dire(actuel());
    }
  });
  guet.observe(racine, { childList: true, subtree: true });
})();
