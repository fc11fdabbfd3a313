/* Paper: charts drawn at the width of the sheet, the plate of the server instead of the movable map.

   A chart knows the screen only: before printing it is drawn at most as wide as an upright A4, and its
   drawings get a view box, so that a narrower place shrinks them instead of cutting them
   (graphe.css). The plate is fetched when the page has been at rest on a map: an image asked for
   when printing begins would come too late. While it is not there, the map of the screen is printed. */
(() => {
  "use strict";
  // CSS pixels: 210 mm less the margins of 90-impression.css, and a little for the frames.
  const LARGEUR = 690;
  const REPOS = 800;

  /* ---- charts --------------------------------------------------------------------------------- */

  const serrees = new Map();

  function cadrer(trace) {
    for (const dessin of trace.querySelectorAll(".main-svg")) {
      const [l, h] = [dessin.getAttribute("width"), dessin.getAttribute("height")];
      if (l && h) dessin.setAttribute("viewBox", `0 0 ${parseFloat(l)} ${parseFloat(h)}`);
    }
  }

  function serrer(trace) {
    const plein = trace._fullLayout;
    if (!plein || !window.Plotly || serrees.has(trace)) return;
    const { width, autosize } = trace.layout;
    // A chart that its new place makes draw itself again is framed again.
    const recadrer = () => cadrer(trace);
    serrees.set(trace, { width, autosize, recadrer });
    trace.on("plotly_afterplot", recadrer);
    if (plein.width > LARGEUR) window.Plotly.relayout(trace, { width: LARGEUR, autosize: false });
    cadrer(trace);
  }

  function desserrer(trace, { width, autosize, recadrer }) {
    if (!trace.isConnected) return;
    trace.removeListener("plotly_afterplot", recadrer);
    trace.querySelectorAll(".main-svg").forEach((dessin) => dessin.removeAttribute("viewBox"));
    window.Plotly.relayout(trace, { width: width ?? null, autosize: autosize ?? true });
  }

  /* ---- map ------------------------------------------------------------------------------------ */

  const feuille = () => document.getElementById("carte-papier");

  function plancheVoulue() {
    const bouton = document.querySelector("#figure-carte [data-format='svg'][data-svg]");
    return bouton && window.portulanImages ? window.portulanImages.adressePlanche(bouton) : null;
  }

  function demander() {
    const image = feuille();
    const voulue = image && plancheVoulue();
    if (voulue && image.getAttribute("src") !== voulue) image.setAttribute("src", voulue);
  }

  let attente = null;
  new MutationObserver(() => {
    if (!feuille()) return;
    clearTimeout(attente);
    attente = setTimeout(demander, REPOS);
  }).observe(document, { subtree: true, childList: true, attributeFilter: ["data-svg", "aria-pressed"] });

  // A plate of another choice, or one that did not come, is not printed.
  function choisirCarte() {
    const image = feuille();
    if (!image) return;
    const prete = image.getAttribute("src") === plancheVoulue() && image.complete && image.naturalWidth;
    image.closest(".carte").dataset.papier = prete ? "planche" : "plan";
  }

  window.addEventListener("beforeprint", () => {
    document.querySelectorAll(".js-plotly-plot").forEach(serrer);
    choisirCarte();
  });
  window.addEventListener("afterprint", () => {
    serrees.forEach((avant, trace) => desserrer(trace, avant));
    serrees.clear();
  });
})();
