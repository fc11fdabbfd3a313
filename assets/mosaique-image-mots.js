/* The picture of maps of flows (mosaique-image.js), its words: texts cut to their place, and the legend, both read on the
   page: a picture says what its page says. */
(function () {
  "use strict";
  const M = (window.portulanMosaique = window.portulanMosaique || {});
  const MARQUE = 24; // px, a swatch; those of circles and lines are as wide as on screen

  const regle = document.createElement("canvas").getContext("2d");
  const dit = (element) => (element ? element.textContent.trim() : "");

  /* How the picture writes: texte() gives {svg, bas}, bas being where what follows begins. */
  function plume(encres) {
    const police = encres["--police"].replace(/"/g, "'");
    function mesurer(texte, taille, graisse = 400) {
      regle.font = `${graisse} ${taille}px ${police}`;
      return regle.measureText(texte).width;
    }
    function texte(ecrit, x, y, largeur, taille, { couleur = "--texte", graisse = 400, pas = 1.35, reste = "" } = {}) {
      const { proteger, replier } = window.portulanImages;
      const lignes = ecrit ? replier(ecrit, largeur, (ligne) => mesurer(ligne, taille, graisse)) : [];
      const svg = lignes.map((ligne, i) =>
        `<text x="${x}" y="${y + (i * pas + 1) * taille}" font-size="${taille}" font-weight="${graisse}" fill="${encres[couleur]}" ${reste}>${proteger(ligne)}</text>`);
      return { svg: svg.join(""), bas: y + lignes.length * pas * taille };
    }
    return { texte, mesurer, police };
  }

  /* The legend as the page writes it: [{titre, lignes: [<li>], notes}]. */
  function lireLegende(element) {
    const blocs = [];
    for (const enfant of element.children) {
      if (enfant.matches(".carte-legende-titre")) {
        blocs.push({ titre: dit(enfant), lignes: [], notes: [] });
      } else if (enfant.matches("ul")) {
        blocs[blocs.length - 1].lignes.push(...enfant.children);
      } else {
        blocs[blocs.length - 1].notes.push(dit(enfant));
      }
    }
    return blocs;
  }

  /* The mark of a line of the legend around a middle: {svg, haut}. */
  function marque(signe, x, y, encres) {
    const { fond, zone } = signe.dataset;
    const couleur = encres[{ comparee: "--couleur-comparee", choisie: "--texte" }[zone] || "--couleur-principale"];
    if (signe.matches(".carte-trait")) {
      const tirets = zone === "comparee" ? 'stroke-dasharray="7 5"' : "";
      return { svg: `<path d="M${x} ${y}h${MARQUE}" stroke="${couleur}" stroke-width="3" ${tirets}/>`, haut: 3 };
    }
    if (signe.matches(".carte-point")) {
      return { svg: `<circle cx="${x + MARQUE / 2}" cy="${y}" r="6" fill="${couleur}"/>`, haut: 12 };
    }
    if (signe.matches(".carte-pastille")) {
      const plein = { masque: "url(#masque)", "non-transmis": "url(#non-transmis)", vide: encres["--surface"] }[fond]
        || encres[`--${fond}`] || encres[`--carte-${fond}`];
      const bord = { masque: encres["--masque"], "non-transmis": encres["--non-transmis"], vide: encres["--filet-fort"] }[fond] || plein;
      return { svg: `<rect x="${x + 0.5}" y="${y - 7.5}" width="${MARQUE - 1}" height="15" fill="${plein}" stroke="${bord}"/>`, haut: 15 };
    }
    const { width, height } = signe.firstElementChild.style;
    const haut = parseFloat(height);
    return width
      ? { svg: `<circle cx="${x + 27}" cy="${y}" r="${haut / 2}" fill="${encres["--texte"]}" fill-opacity="0.62"/>`, haut }
      : { svg: `<rect x="${x}" y="${y - haut / 2}" width="54" height="${haut}" fill="${encres["--texte"]}" fill-opacity="0.8"/>`, haut };
  }

  function ecrireBloc({ titre, lignes, notes, sous }, x, y, largeur, encres, { texte, mesurer }) {
    const entete = texte(titre || sous, x, y, largeur, 13, { graisse: 650 });
    const parties = [titre ? entete.svg : ""];
    let bas = entete.bas + 6;
    for (const ligne of lignes) {
      const [signe, nom] = ligne.children;
      const nombre = dit(ligne.querySelector(".carte-nombre"));
      const retrait = (signe.matches(".mosaique-marque") ? 54 : MARQUE) + 8;
      const place = largeur - retrait - (nombre ? mesurer(nombre, 12) + 10 : 0);
      const hautTexte = texte(dit(nom), 0, 0, place, 12).bas;
      const haut = Math.max(20, hautTexte + 3, marque(signe, x, 0, encres).haut + 4);
      parties.push(marque(signe, x, bas + haut / 2, encres).svg,
        texte(dit(nom), x + retrait, bas + (haut - hautTexte) / 2 + 1, place, 12).svg,
        texte(nombre, x + largeur, bas + (haut - 16) / 2 + 1, 99, 12, { couleur: "--texte-discret", reste: 'text-anchor="end"' }).svg);
      bas += haut;
    }
    for (const note of notes) {
      const ecrite = texte(note, x, bas + 5, largeur, 12, { couleur: "--texte-discret" });
      parties.push(ecrite.svg);
      bas = ecrite.bas;
    }
    return { svg: parties.join(""), bas };
  }

  /* Beside the map its parts stand one under the other; under it, side by side, a lone one in two columns. */
  function ecrireLegende(element, x, y, largeur, dessous, encres, plumes) {
    let blocs = lireLegende(element);
    if (dessous && blocs.length === 1) {
      const [{ titre, lignes, notes }] = blocs;
      const milieu = Math.ceil(lignes.length / 2);
      blocs = [{ titre, lignes: lignes.slice(0, milieu), notes: [] }, { titre: "", sous: titre, lignes: lignes.slice(milieu), notes }];
    }
    const colonne = dessous ? (largeur - 24 * (blocs.length - 1)) / blocs.length : largeur;
    let bas = y;
    const ecrits = blocs.map((bloc, i) => {
      const ecrit = ecrireBloc(bloc, dessous ? x + i * (colonne + 24) : x, dessous ? y : bas + (i ? 14 : 0), colonne, encres, plumes);
      bas = Math.max(bas, ecrit.bas);
      return ecrit.svg;
    });
    return { svg: ecrits.join(""), bas };
  }

  Object.assign(M, { dit, plume, ecrireLegende });
})();
