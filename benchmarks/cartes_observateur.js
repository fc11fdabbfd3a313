/* Put into each page that benchmarks/cartes.py opens: when it was interactive, when colours were on screen (after
   the frame), and how long frames take. `quand(faire)` resolves with the time of the next colours. */
(function () {
  "use strict";
  const lus = (window.bancCartes = { interactive: 0, couleurs: 0, images: [] });
  const suites = [];
  const apres = new MessageChannel();
  apres.port1.onmessage = () => {
    const t = performance.now();
    lus.couleurs = lus.couleurs || t;
    suites.splice(0).forEach((suite) => suite(t));
  };
  const peint = () => requestAnimationFrame(() => apres.port2.postMessage(0));
  lus.quand = (faire) => new Promise((fini) => {
    const t0 = performance.now();
    suites.push((t) => fini(t - t0));
    faire();
  });

  document.addEventListener("mosaique", peint);
  let empreinte = "", tracee = null;
  let avant = 0;
  (function image(t) {
    if (avant) {
      lus.images.push(t - avant);
    }
    avant = t;
    lus.interactive = lus.interactive || (document.getElementById("suivant") ? performance.now() : 0);
    const toile = document.querySelector("#carte .leaflet-overlay-pane canvas");
    if (toile && !lus.fige) {
      // One row of pixels through the middle tells one drawing from another.
      const ligne = toile.getContext("2d").getImageData(0, toile.height >> 1, toile.width, 1).data;
      const vu = ligne.some((v, i) => i % 4 === 3 && v > 0) ? ligne.join() : "";
      if (vu && vu !== empreinte) {
        empreinte = vu;
        peint();
      }
    }
    const figure = document.querySelector("#figure .js-plotly-plot");
    const carte = figure && figure._fullLayout && figure._fullLayout.map && figure._fullLayout.map._subplot
      && figure._fullLayout.map._subplot.map;
    if (carte && carte !== tracee) {
      tracee = carte;
      // Idle is late by a frame or two; where it never comes, what Plotly says of its own plot is taken.
      carte.on("idle", () => carte.getStyle().layers.length > 1 && peint());
      figure.on("plotly_afterplot", () => lus.couleurs && peint());
    }
    requestAnimationFrame(image);
  })(0);
})();
