/* Maps in a presentation (presentation.js): what each one shows still fits when the view takes the whole screen, changes
   zone, or goes back to its place in the page. */
(function () {
  "use strict";
  const P = (window.portulanPresentation = window.portulanPresentation || {});
  const racine = document.documentElement;
  const POSE = 120; // ms, until a change of layout is settled
  const APRES = 1500; // ms, while the window may still change after a presentation
  const dite = (figure) => figure.pose && JSON.stringify(figure.pose.emprise);
  const emprises = new WeakMap(); // figure -> what it was last fitted on
  let avant = null; // figure -> {taille, centre, zoom, emprise} while the layout changes
  let attente = null;
  let derniere = 0;

  const presente = () => "presente" in racine.dataset;
  P.figures = () => [...((window.portulanMosaique || {}).figures || new Map()).values()].filter((f) => f.principale);

  /* To be called before or while maps change size: each then takes its place, none follows the one beside it (suit). */
  P.installer = function () {
    derniere = Date.now();
    P.figures().forEach((figure) => avant || emprises.set(figure, dite(figure)));
    avant = avant || new Map(P.figures().map((figure) => {
      const carte = figure.principale;
      carte.suit = true;
      return [figure, { taille: carte.getSize(), centre: carte.getCenter(), zoom: carte.getZoom(), emprise: dite(figure) }];
    }));
    racine.dataset.presenteFige = "oui";
    clearTimeout(attente);
    attente = setTimeout(() => {
      avant.forEach((photo, figure) => figure.element.isConnected && figure.pose && recadrer(figure, photo));
      avant.forEach((_, figure) => (figure.principale.suit = false));
      avant = null;
      delete racine.dataset.presenteFige;
    }, POSE);
  };

  function cadrer(figure) {
    const pied = figure.element.querySelector(".leaflet-bottom.leaflet-left").offsetHeight;
    const marges = { paddingTopLeft: [14, 14], paddingBottomRight: [14, 14 + pied] };
    emprises.set(figure, dite(figure));
    figure.principale.fitBounds(figure.pose.emprise, { ...marges, animate: false });
  }

  /* A map that shows its zone still does; one that the visitor moved keeps its middle, at the scale of its new size. */
  function recadrer(figure, { taille, centre, zoom, emprise }) {
    const carte = figure.principale;
    const bornes = window.L.latLngBounds(figure.pose.emprise);
    const [haut, bas] = [bornes.getNorthWest(), bornes.getSouthEast()].map((lieu) => carte.project(lieu, zoom));
    const place = Math.min((taille.x - 28) / (bas.x - haut.x), (taille.y - 54) / (bas.y - haut.y));
    const ecart = carte.project(centre, zoom).distanceTo(haut.add(bas).divideBy(2));
    carte.invalidateSize({ animate: false });
    figure.cartes.filter((petite) => petite !== carte).forEach(recaler);
    if (emprise !== dite(figure) || (Math.abs(Math.log2(place)) < 0.4 && ecart < 0.1 * Math.min(taille.x, taille.y))) {
      cadrer(figure);
    } else {
      const ici = carte.getSize();
      const rapport = Math.min(ici.x / taille.x, ici.y / taille.y) || 1;
      carte.setView(centre, zoom + Math.log2(rapport), { animate: false });
    }
  }

  /* An inset always shows the whole of its territory, under its name. */
  function recaler(petite) {
    const ou = petite.getContainer();
    const nom = ou.parentElement.querySelector("p").offsetHeight;
    petite.invalidateSize({ animate: false });
    petite.fitBounds(JSON.parse(ou.dataset.emprise), {
      paddingTopLeft: [5, Math.min(nom, ou.offsetHeight / 3)], paddingBottomRight: [5, 5], animate: false,
    });
  }

  window.addEventListener("resize", () => (presente() || Date.now() - derniere < APRES) && P.installer());

  /* Another zone: fitted above the strip of the scale, which is higher here. Titles and legends have other heights too. */
  document.addEventListener("mosaique", (evenement) => {
    const figure = presente() && P.figures().find((f) => f.element === evenement.target);
    if (!figure) {
      return;
    }
    if (dite(figure) !== emprises.get(figure)) {
      figure.principale.suit = true;
      cadrer(figure);
      figure.principale.suit = Boolean(avant);
    }
    P.installer();
  });
})();
