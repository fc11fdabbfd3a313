/* The map of communes, its tiles: a Leaflet grid whose tiles keep the number of the commune in each pixel. Colouring
   is then a table looked up, whatever the indicator; what is under the mouse is one pixel read.

   Classes of units: 0 no value, 1..7 tones, 8 masked (hatching), 9 not transmitted (dots), 10 not asked for,
   11 of another région, published by région only. */
(function () {
  "use strict";
  const M = (window.portulanMosaique = window.portulanMosaique || {});
  const TUILE = 256;
  const VIDE = 0, MASQUE = 8, NON_TRANSMIS = 9, HORS = 10, AILLEURS = 11;
  M.DEHORS = 15;
  const MOTIF = 6;
  /* Beyond this zoom the borders of the light level would show their corners. */
  const ZOOM_FIN = 7.3;
  /* A border takes half a pixel on either side: units narrower than this would be all borders. */
  const LARGEUR_BORDEE = 11;
  const SOL_FRANCE = 640e9; // m²

  const CLASSES = 16;

  /* The inks of the page, as one 32 bit word a class; the theme may change them at any time. */
  M.encres = function (element, gamme, echelle) {
    const styles = getComputedStyle(element);
    const lire = (nom) => styles.getPropertyValue(nom).trim();
    const palette = new Uint32Array(CLASSES);
    palette[VIDE] = mot(rgb(lire("--surface")));
    for (let ton = 1; ton <= 7; ton++) {
      palette[ton] = mot(rgb(lire(`--${gamme}-${ton}`)));
    }
    palette[HORS] = mot(rgb(lire("--carte-hors")));
    palette[AILLEURS] = mot(rgb(lire("--carte-ailleurs")));
    const cote = Math.round(MOTIF * echelle);
    return {
      palette, cote,
      motifs: {
        [MASQUE]: hachures(cote, rgb(lire("--surface")), rgb(lire("--masque"))),
        [NON_TRANSMIS]: points(cote, rgb(lire("--surface")), rgb(lire("--non-transmis"))),
      },
      bord: lire(gamme === "div" ? "--masque" : "--contour-carte"),
      pale: lire("--masque"), cote_de_mer: lire("--masque"),
    };
  };

  const pinceau = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

  function rgb(couleur) {
    pinceau.fillStyle = "#000";
    pinceau.fillStyle = couleur;
    const lu = pinceau.fillStyle;
    return [1, 3, 5].map((i) => parseInt(lu.slice(i, i + 2), 16));
  }

  function mot([r, v, b]) {
    return new Uint32Array(new Uint8Array([r, v, b, 255]).buffer)[0];
  }

  /* A square of a pattern: the share of each pixel that its mark covers is sampled, so that lines are smooth. */
  function motif(cote, fond, encre, couvre) {
    const mots = new Uint32Array(cote * cote);
    const pas = 4;
    for (let y = 0; y < cote; y++) {
      for (let x = 0; x < cote; x++) {
        let part = 0;
        for (let i = 0; i < pas * pas; i++) {
          part += couvre(((x + ((i % pas) + 0.5) / pas) * MOTIF) / cote, ((y + (Math.floor(i / pas) + 0.5) / pas) * MOTIF) / cote);
        }
        part /= pas * pas;
        mots[y * cote + x] = mot(fond.map((f, i) => Math.round(f + (encre[i] - f) * part)));
      }
    }
    return mots;
  }

  const hachures = (cote, fond, encre) =>
    motif(cote, fond, encre, (x, y) => Math.abs(((x + y) % MOTIF) - MOTIF / 2) < 0.95);
  const points = (cote, fond, encre) =>
    motif(cote, fond, encre, (x, y) => (x - MOTIF / 2) ** 2 + (y - MOTIF / 2) ** 2 < 1.5);

  /* `modele`: what is painted, shared by the maps of a figure: `geo` {large, fin}, `unites` (unit of each commune),
     `nombre` of units, `classes` of communes, `encres`. */
  let Couche = null;
  M.couche = function (modele) {
    Couche = Couche || classe();
    return new Couche(modele);
  };

  function classe() {
    const L = window.L;
    return L.GridLayer.extend({
      options: { tileSize: TUILE, noWrap: true, updateWhenIdle: false, updateWhenZooming: false, keepBuffer: 3, pane: "tilePane" },

      initialize(modele) {
        L.setOptions(this, {});
        this.modele = modele;
        this.dpr = Math.min(2, Math.max(1, window.devicePixelRatio || 1));
        this.cote = Math.round(TUILE * this.dpr);
      },

      /* Leaflet rounds the zoom of tiles and stretches them; ours are drawn at the very zoom of the map. */
      _setView(centre, zoom, garder, sansMaj) {
        if (!sansMaj) {
          this._tileZoom = zoom;
          this._updateLevels();
          this._resetGrid();
          this._update(centre);
          if (!garder) {
            this._pruneTiles();
          }
          this._noPrune = Boolean(garder);
        }
        this._setZoomTransforms(centre, zoom);
      },

      /* While a zoom is animated, what is drawn is stretched; tiles are made once it is over. */
      _animateZoom(evenement) {
        this._setZoomTransforms(evenement.center, evenement.zoom);
      },

      geo(zoom) {
        const { large, fin } = this.modele.geo;
        return zoom > ZOOM_FIN && fin ? fin : large;
      },

      createTile(coords) {
        const canevas = document.createElement("canvas");
        canevas.width = canevas.height = this.cote;
        canevas.setAttribute("aria-hidden", "true");
        canevas.tuile = { coords, zoom: coords.z };
        this.numeroter(canevas);
        this.peindre(canevas);
        return canevas;
      },

      numeroter(canevas) {
        const { coords, zoom } = canevas.tuile;
        const geo = this.geo(zoom);
        const cotes = (TUILE * 2 ** (geo.zoom - zoom));
        const place = { geo, pas: cotes / this.cote, x: coords.x * cotes, y: coords.y * cotes };
        Object.assign(canevas.tuile, place, { ids: M.numeroter(geo, place.x, place.y, place.pas, this.cote) });
        this.border(canevas.tuile);
      },

      /* Coasts, départements, units: three strokes, kept until units or zoom change. */
      border(tuile) {
        const { geo, x, y, pas } = tuile;
        const { departement } = geo;
        const unites = this.bordees(tuile.zoom) ? this.modele.unites : null;
        const traits = { unites: new Path2D(), departements: new Path2D(), mer: new Path2D() };
        const marge = 3 * pas;
        M.visiter(geo, x - marge, y - marge, x + pas * this.cote + marge, y + pas * this.cote + marge, (arc) => {
          const a = geo.gauche[arc], b = geo.droite[arc];
          const nom = b === 0 ? "mer" : departement[a] !== departement[b] ? "departements"
            : unites && unites[a] !== unites[b] ? "unites" : null;
          if (nom) {
            M.tracer(geo, traits[nom], arc, x, y, pas);
          }
        });
        tuile.traits = traits;
      },

      bordees(zoom) {
        const metres = (40075016 * Math.cos(0.81)) / (256 * 2 ** zoom);
        return Math.sqrt(SOL_FRANCE / this.modele.nombre) / metres > LARGEUR_BORDEE;
      },

      peindre(canevas) {
        const { tuile } = canevas;
        const { classes, encres } = this.modele;
        const { palette, motifs, cote: maille } = encres;
        const cote = this.cote;
        const contexte = canevas.getContext("2d", { willReadFrequently: true });
        const image = this.image || (this.image = new ImageData(cote, cote));
        const mots = new Uint32Array(image.data.buffer);
        const { ids } = tuile;
        const x0 = modulo(tuile.coords.x * cote, maille), y0 = modulo(tuile.coords.y * cote, maille);
        for (let p = 0, ligne = 0; ligne < cote; ligne++) {
          const rang = ((y0 + ligne) % maille) * maille;
          for (let colonne = 0; colonne < cote; colonne++, p++) {
            const classe = classes[ids[p]];
            mots[p] = classe === MASQUE || classe === NON_TRANSMIS
              ? motifs[classe][rang + ((x0 + colonne) % maille)] : palette[classe];
          }
        }
        contexte.putImageData(image, 0, 0);
        this.tracer(contexte, tuile);
        tuile.version = this.modele.version;
      },

      tracer(contexte, { traits, zoom }) {
        const { encres, pales, nombre } = this.modele;
        const trait = (chemin, encre, largeur, opacite) => {
          contexte.strokeStyle = encre;
          contexte.lineWidth = largeur * this.dpr;
          contexte.globalAlpha = opacite;
          contexte.stroke(chemin);
        };
        contexte.lineJoin = "round";
        if (this.bordees(zoom)) {
          trait(traits.unites, pales ? encres.pale : encres.bord, pales ? 0.4 : 0.7, pales ? 0.55 : 0.8);
        }
        if (pales) {
          trait(traits.departements, encres.pale, 1.5, 0.45);
        }
        const seuls = nombre <= 101;
        trait(traits.departements, encres.bord, seuls || zoom > 7 ? 1.1 : 0.8, 0.95);
        trait(traits.mer, encres.cote_de_mer, 0.7, 0.9);
        contexte.globalAlpha = 1;
      },

      /* Colours changed: tiles on screen first, the others when there is time. */
      repeindre() {
        const tuiles = Object.values(this._tiles);
        const vue = this._map.getContainer().getBoundingClientRect();
        const [vues, autres] = partager(tuiles, ({ el }) => {
          const b = el.getBoundingClientRect();
          return b.right > vue.left && b.left < vue.right && b.bottom > vue.top && b.top < vue.bottom;
        });
        vues.forEach(({ el }) => this.peindre(el));
        const version = this.modele.version;
        if (autres.length) {
          setTimeout(() => autres.forEach(({ el }) => el.tuile.version !== version && this.peindre(el)), 60);
        }
      },

      /* Units changed: their borders too. */
      redecouper() {
        Object.values(this._tiles).forEach(({ el }) => this.border(el.tuile));
      },

      /* The commune at a place, 0 where there is none. */
      commune(latlng) {
        if (this._tileZoom === undefined) {
          return 0;
        }
        const point = this._map.project(latlng, this._tileZoom);
        const x = Math.floor(point.x / TUILE), y = Math.floor(point.y / TUILE);
        const tuile = this._tiles[`${x}:${y}:${this._tileZoom}`];
        if (!tuile) {
          return 0;
        }
        const colonne = Math.floor((point.x - x * TUILE) * this.dpr), ligne = Math.floor((point.y - y * TUILE) * this.dpr);
        return tuile.el.tuile.ids[ligne * this.cote + colonne];
      },
    });
  }

  const modulo = (a, b) => ((a % b) + b) % b;

  function partager(liste, dedans) {
    const deux = [[], []];
    liste.forEach((e) => deux[dedans(e) ? 0 : 1].push(e));
    return deux;
  }

})();
