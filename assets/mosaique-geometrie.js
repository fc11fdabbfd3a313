/* The map of communes, its geometry: reads what geodata/build/mosaique.py writes, fills squares of pixels with
   numbers of communes, and draws borders between any sets of communes. No Leaflet, no colour in here.

   Lengths are whole Mercator pixels of the zoom of the level ("grains"); communes are numbered from 1, 0 is outside. */
(function () {
  "use strict";
  const M = (window.portulanMosaique = window.portulanMosaique || {});
  const AUCUN = 0xffff;

  /* One request an address for the page, however many maps it has. */
  const demandes = new Map();
  M.lire = function (adresse, faire) {
    if (!demandes.has(adresse)) {
      const promesse = fetch(adresse).then((reponse) => {
        if (!reponse.ok) {
          throw new Error(`${adresse} : ${reponse.status}`);
        }
        return faire(reponse);
      });
      promesse.catch(() => demandes.delete(adresse));
      demandes.set(adresse, promesse);
    }
    return demandes.get(adresse);
  };
  M.json = (adresse) => M.lire(adresse, (reponse) => reponse.json());
  M.geometrie = (adresse) => M.lire(adresse, (r) => r.arrayBuffer().then((octets) => decoder(new Uint8Array(octets))));

  function decoder(octets) {
    if (String.fromCharCode(...octets.subarray(0, 4)) !== "MOS1") {
      throw new Error("geometry of another version");
    }
    const vue = new DataView(octets.buffer, octets.byteOffset);
    let place = 8 + vue.getUint32(4, true);
    const entete = JSON.parse(new TextDecoder().decode(octets.subarray(8, place)));
    const n = entete.communes;
    const nombres = { parts: n, autres: entete.arcs, tailles: entete.arcs, dx: entete.points, dy: entete.points };
    const flux = {};
    for (const nom in entete.flux) {
      flux[nom] = leb128(octets, place, nombres[nom]);
      place += entete.flux[nom];
    }
    const geo = {
      entete, n, zoom: entete.zoom,
      gauche: new Uint16Array(entete.arcs), droite: new Uint16Array(entete.arcs),
      bornes: new Uint32Array(entete.arcs + 1), premiers: new Uint32Array(n + 2),
      xs: new Int32Array(entete.points), ys: new Int32Array(entete.points),
      boites: new Int32Array(4 * (n + 1)), est: new Int32Array(n + 1),
    };
    poser(geo, flux);
    situer(geo);
    return geo;
  }

  function leb128(octets, debut, nombre) {
    const lus = new Uint32Array(nombre);
    let p = debut;
    for (let i = 0; i < nombre; i++) {
      let octet = octets[p++];
      let valeur = octet & 127;
      for (let rang = 7; octet > 127; rang += 7) {
        octet = octets[p++];
        valeur |= (octet & 127) << rang;
      }
      lus[i] = valeur;
    }
    return lus;
  }

  const zigzag = (v) => (v >>> 1) ^ -(v & 1);

  function poser(geo, flux) {
    const { gauche, droite, bornes, premiers, xs, ys, boites, est } = geo;
    let arc = 0, point = 0, x = 0, y = 0;
    for (let numero = 1; numero <= geo.n; numero++) {
      premiers[numero] = arc;
      let x0 = Infinity, y0 = Infinity, x1 = -Infinity, y1 = -Infinity;
      for (const fin = arc + flux.parts[numero - 1]; arc < fin; arc++) {
        gauche[arc] = numero;
        droite[arc] = flux.autres[arc] ? numero + flux.autres[arc] : 0;
        bornes[arc] = point;
        let bout = 0;
        for (const suite = point + flux.tailles[arc] + 1; point < suite; point++) {
          x += zigzag(flux.dx[point]);
          y += zigzag(flux.dy[point]);
          xs[point] = x;
          ys[point] = y;
          if (x < x0) { x0 = x; }
          if (x > bout) { bout = x; }
          if (y < y0) { y0 = y; }
          if (y > y1) { y1 = y; }
        }
        x1 = Math.max(x1, bout);
        est[numero] = Math.max(est[numero], bout);
        est[droite[arc]] = Math.max(est[droite[arc]], bout);
      }
      // A commune that writes no arc has a box that meets nothing.
      boites.set(x1 < x0 ? [1, 1, 0, 0] : [x0, y0, x1, y1], 4 * numero);
    }
    bornes[arc] = point;
    premiers[geo.n + 1] = arc;
  }

  /* The département and the région of each commune (1 and up), and where territories lie in grains. */
  function situer(geo) {
    const deps = geo.entete.departements;
    const regions = geo.entete.regions.map((r) => r.code);
    geo.departement = new Uint16Array(geo.n + 1);
    geo.region = new Uint16Array(geo.n + 1);
    deps.forEach((dep, i) => {
      const fin = i + 1 < deps.length ? deps[i + 1].premier : geo.n + 1;
      geo.departement.fill(i + 1, dep.premier, fin);
      geo.region.fill(regions.indexOf(dep.region) + 1, dep.premier, fin);
    });
    geo.territoires = geo.entete.territoires.map((t) => {
      const [[sud, ouest], [nord, est]] = t.emprise;
      const [x0, y0] = M.grains(geo, nord, ouest);
      const [x1, y1] = M.grains(geo, sud, est);
      return { x0, y0, x1, y1, large: t.large };
    });
  }

  M.grains = function (geo, latitude, longitude) {
    const tour = 256 * 2 ** geo.zoom;
    const sinus = Math.sin((latitude * Math.PI) / 180);
    return [
      ((longitude + 180) / 360) * tour,
      (0.5 - Math.log((1 + sinus) / (1 - sinus)) / (4 * Math.PI)) * tour,
    ];
  };

  M.latlng = function (geo, x, y) {
    const tour = 256 * 2 ** geo.zoom;
    const n = Math.PI * (1 - (2 * y) / tour);
    return [(180 / Math.PI) * Math.atan(Math.sinh(n)), (x / tour) * 360 - 180];
  };

  let reperes = new Float64Array(0);

  /* The number of the commune in the middle of each pixel of a square of side `cote`, whose north-west corner is
     (x0, y0) and whose pixels are `pas` wide, all in grains.

     Each border that crosses a row leaves there, in the first pixel to its east, the commune on its east; what is
     left of a row is then what lies to its west. Nothing is sorted, and no polygon is drawn. Of two borders in one
     pixel the eastern one counts; where rounding to grains has swapped them, a colour stops at the end of its unit. */
  M.numeroter = function (geo, x0, y0, pas, cote) {
    const ids = new Uint16Array(cote * cote).fill(AUCUN);
    if (reperes.length < ids.length) {
      reperes = new Float64Array(ids.length);
    }
    // No row goes through a point: where three borders meet, none is at the same place as another.
    const haut = y0 + 0.0314159;
    // What a row starts within has its western border no further than its own width.
    M.visiter(geo, x0 - large(geo, x0, y0, pas * cote), y0, x0 + pas * cote, y0 + pas * cote, (arc) => {
      const { xs, ys, bornes } = geo;
      const droite = geo.droite[arc], gauche = geo.gauche[arc];
      let k = bornes[arc];
      let xa = (xs[k] - x0) / pas - 0.5, ya = (ys[k] - haut) / pas - 0.5;
      for (const fin = bornes[arc + 1] - 1; k < fin; k++) {
        const xb = (xs[k + 1] - x0) / pas - 0.5, yb = (ys[k + 1] - haut) / pas - 0.5;
        const descend = yb > ya;
        const premiere = Math.max(Math.ceil(descend ? ya : yb), 0);
        const derniere = Math.min(Math.ceil(descend ? yb : ya), cote);
        if (premiere < derniere) {
          const pente = (xb - xa) / (yb - ya);
          const est = descend ? gauche : droite;
          for (let ligne = premiere; ligne < derniere; ligne++) {
            const x = xa + (ligne - ya) * pente;
            const colonne = x > 0 ? Math.ceil(x) : 0;
            if (colonne < cote) {
              const p = ligne * cote + colonne;
              if (ids[p] === AUCUN || x > reperes[p]) {
                ids[p] = est;
                reperes[p] = x;
              }
            }
          }
        }
        xa = xb;
        ya = yb;
      }
    });
    for (let p = 0, ligne = 0; ligne < cote; ligne++) {
      let ici = 0, bout = Infinity;
      for (let colonne = 0; colonne < cote; colonne++, p++) {
        if (ids[p] !== AUCUN) {
          ici = ids[p];
          bout = ici ? (geo.est[ici] - x0) / pas : Infinity;
        }
        // Nothing goes beyond its own eastern end: where it would, the row above knows better.
        ids[p] = colonne <= bout ? ici : ligne ? ids[p - cote] : 0;
      }
    }
    return ids;
  };

  function large(geo, x0, y0, cote) {
    const touches = geo.territoires.filter(
      (t) => t.x0 <= x0 + cote && t.x1 + t.large >= x0 && t.y0 <= y0 + cote && t.y1 >= y0);
    return Math.max(0, ...touches.map((t) => t.large));
  }

  /* Call `faire` with each arc of the communes whose borders may meet a rectangle. */
  M.visiter = function (geo, x0, y0, x1, y1, faire) {
    const { boites, premiers } = geo;
    for (let numero = 1, b = 4; numero <= geo.n; numero++, b += 4) {
      if (boites[b] <= x1 && boites[b + 2] >= x0 && boites[b + 1] <= y1 && boites[b + 3] >= y0) {
        for (let arc = premiers[numero]; arc < premiers[numero + 1]; arc++) {
          faire(arc);
        }
      }
    }
  };

  /* Arcs as a Path2D, in pixels `pas` wide from (x0, y0). */
  M.tracer = function (geo, chemin, arc, x0, y0, pas) {
    const { xs, ys, bornes } = geo;
    let k = bornes[arc];
    chemin.moveTo((xs[k] - x0) / pas, (ys[k] - y0) / pas);
    for (k++; k < bornes[arc + 1]; k++) {
      chemin.lineTo((xs[k] - x0) / pas, (ys[k] - y0) / pas);
    }
  };

  /* The outline of all communes for which `dedans[number]` is 1: lines of [latitude, longitude]. */
  M.contour = function (geo, dedans) {
    const lignes = [];
    for (let arc = 0; arc < geo.gauche.length; arc++) {
      if (dedans[geo.gauche[arc]] !== dedans[geo.droite[arc]]) {
        const ligne = [];
        for (let k = geo.bornes[arc]; k < geo.bornes[arc + 1]; k++) {
          ligne.push(M.latlng(geo, geo.xs[k], geo.ys[k]));
        }
        lignes.push(ligne);
      }
    }
    return lignes;
  };
})();
