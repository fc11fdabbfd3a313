/* The picture of maps of flows (mosaique-image.js), its maps: what is on screen, drawn again at twice its size on maps of
   their own that are never shown. Neither the theme of the page nor the visitor's maps change. */
(function () {
  "use strict";
  const M = (window.portulanMosaique = window.portulanMosaique || {});
  const HAUT = 600; // px, of a map, unless what it must show is taller
  const TUILE = 256;

  /* The day tokens, where they are written: read on the page they would be those of the theme. */
  function jour() {
    const lues = {};
    const regles = [...document.styleSheets].flatMap((feuille) => {
      try {
        return [...feuille.cssRules];
      } catch (refus) {
        return []; // Of another site: none of ours.
      }
    });
    regles.filter((regle) => regle.selectorText === ":root").forEach(({ style }) =>
      [...style].filter((nom) => nom.startsWith("--")).forEach((nom) => (lues[nom] = style.getPropertyValue(nom).trim())));
    return lues;
  }

  /* What a map must show, in px around the middle of the screen's: its zone where it is fitted on it, else all. */
  function vue(figure) {
    const carte = figure.principale;
    const { x, y } = carte.getSize();
    const milieu = window.L.point(x, y - figure.element.querySelector(".leaflet-bottom.leaflet-left").offsetHeight).divideBy(2);
    const loin = (place, demi) => Math.abs(Math.min(2 * demi, Math.max(0, place)) - demi);
    const coins = figure.pose.emprise.map((lieu) => carte.latLngToContainerPoint(lieu));
    const demi = { x: Math.max(...coins.map((c) => loin(c.x, milieu.x))), y: Math.max(...coins.map((c) => loin(c.y, milieu.y))) };
    const cadree = demi.x > 0.7 * milieu.x || demi.y > 0.7 * milieu.y;
    return { centre: carte.containerPointToLatLng(milieu), zoom: carte.getZoom(), milieu, demi: cadree ? demi : milieu };
  }

  /* The size of maps so wide, and how much larger than on screen: nothing that was not there comes above or below. */
  function cadrer(vues, largeur) {
    const rapports = vues.map(({ milieu, demi }) => Math.max(
      largeur / (2 * milieu.x),
      Math.min(largeur / (2 * demi.x), HAUT / (2 * demi.y), Math.max(largeur / (2 * milieu.x), HAUT / (2 * milieu.y)))));
    const rapport = Math.min(...rapports);
    const hauts = vues.map(({ milieu, demi }) => Math.min(Math.max(HAUT, 2 * demi.y * rapport), 2 * milieu.y * rapport));
    return { rapport, largeur, hauteur: Math.round(Math.max(...hauts)) };
  }

  /* A map drawn apart: {toile, noms: [[text, x, y]], echelle: {large, texte}}. `placer` gives it its view. */
  function dessiner(figure, encres, { largeur, hauteur }, territoire, placer) {
    const boite = document.createElement("div");
    Object.assign(boite.style, { position: "fixed", left: "-9999px", top: "0", width: `${largeur}px`, height: `${hauteur}px` });
    Object.entries(encres).forEach(([nom, valeur]) => boite.style.setProperty(nom, valeur));
    boite.inert = true;
    document.body.append(boite);
    const carte = window.L.map(boite, { zoomControl: false, attributionControl: false, zoomSnap: 0, zoomAnimation: false, fadeAnimation: false });
    try {
      placer(carte);
      return peindre(figure, encres, carte, territoire);
    } finally {
      carte.remove();
      boite.remove();
    }
  }

  function peindre(figure, encres, carte, territoire) {
    const { ECHELLE } = window.portulanImages;
    const modele = Object.create(figure.modele);
    modele.geo = { ...figure.modele.geo, fin: figure.fin || figure.modele.geo.fin };
    modele.encres = M.encres(carte.getContainer(), figure.pose.gamme, ECHELLE);
    carte.couche = Object.assign(M.couche(modele), { dpr: ECHELLE, cote: TUILE * ECHELLE });
    carte.territoire = territoire;
    M.preparer(carte);
    M.surposer(carte, figure);
    if (figure.voisins) {
      M.entourer(figure, carte);
    }
    const { x, y } = carte.getSize();
    const toile = document.createElement("canvas");
    Object.assign(toile, { width: x * ECHELLE, height: y * ECHELLE });
    const crayon = toile.getContext("2d");
    crayon.fillStyle = encres["--carte-mer"];
    crayon.fillRect(0, 0, toile.width, toile.height);
    reporter(carte, carte.toiles.voisins, crayon, ECHELLE);
    carreler(carte, crayon, ECHELLE);
    ["contours", "fleches", "cercles"].forEach((nom) => reporter(carte, carte.toiles[nom], crayon, ECHELLE));
    const noms = new Map();
    if (!territoire) {
      M.nommer(carte, noms, figure.modele.geo.large.entete.departements);
    }
    const regle = window.L.control.scale({ imperial: false, maxWidth: 120 }).addTo(carte).getContainer().firstChild;
    return {
      toile, echelle: { large: parseFloat(regle.style.width), texte: regle.textContent },
      noms: [...noms.values()].map((nom) => {
        const place = carte.latLngToContainerPoint(nom.getLatLng());
        return [nom.getElement().textContent, place.x, place.y];
      }),
    };
  }

  /* What Leaflet draws on a canvas of the size of the screen, drawn by it on another. */
  function reporter(carte, volet, crayon, echelle) {
    const sien = volet._ctx;
    const { x, y } = carte._getMapPanePos();
    crayon.setTransform(echelle, 0, 0, echelle, x * echelle, y * echelle);
    Object.assign(volet, { _ctx: crayon, _redrawBounds: null });
    volet._draw();
    volet._ctx = sien;
    crayon.resetTransform();
  }

  function carreler(carte, crayon, echelle) {
    const { min, max } = carte.getPixelBounds();
    for (let y = min.y; y < max.y; y += TUILE) {
      for (let x = min.x; x < max.x; x += TUILE) {
        const tuile = carte.couche.createTile({ x: x / TUILE, y: y / TUILE, z: carte.getZoom() });
        crayon.drawImage(tuile, (x - min.x) * echelle, (y - min.y) * echelle);
      }
    }
  }

  Object.assign(M, { jour, vue, cadrer, dessiner });
})();
