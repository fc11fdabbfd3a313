/* The maps of flows as one picture to take away: title, map, insets, legend, scale and source, in day colours.

   Button: <button data-format="png" data-mosaique="<name of the file>"> in .vue-mosaique; images.js hears it.

   mosaique-image-cartes.js draws the maps; what mosaique-image-mots.js writes is an SVG that lies over them. */
(function () {
  "use strict";
  const M = (window.portulanMosaique = window.portulanMosaique || {});
  const UNE = 1000, DEUX = 1600; // px, the picture
  const MARGE = 28, ENCARTS = 112, LEGENDE = 224, ECART = 12, GOUTTIERE = 36, PIED = 24;
  const ZOOM_FIN = 7.3; // That of mosaique-tuiles.js.

  const rect = (x, y, large, haut, reste) => `<rect x="${x}" y="${y}" width="${large}" height="${haut}" ${reste}/>`;

  /* A map in its frame, its insets on the left, names and north over it, its scale under it. */
  function poser(figure, placer, x, y, cadre, encres, { texte }, toiles) {
    const filet = `fill="none" stroke="${encres["--filet"]}"`;
    const halo = `paint-order="stroke" stroke="${encres["--surface"]}" stroke-width="3" stroke-linejoin="round"`;
    const petites = [...figure.element.closest(".mosaique").querySelectorAll(".mosaique-encart")];
    const haut = (cadre.hauteur - 6 * (petites.length - 1)) / petites.length;
    const parties = petites.map((petite, i) => {
      const place = Math.round(y + i * (haut + 6));
      const taille = { largeur: ENCARTS, hauteur: Math.floor(haut) };
      const emprise = JSON.parse(petite.dataset.emprise);
      const { toile } = M.dessiner(figure, encres, taille, petite.dataset.territoire, (carte) =>
        carte.fitBounds(emprise, { paddingTopLeft: [5, 18], paddingBottomRight: [5, 5], animate: false }));
      toiles.push([toile, x, place]);
      const nom = texte(M.dit(petite.parentElement.querySelector("p")), x + 5, place + 3, ENCARTS, 11, { couleur: "--texte-discret", reste: halo });
      return rect(x + 0.5, place + 0.5, ENCARTS - 1, taille.hauteur - 1, filet) + nom.svg;
    });
    const gauche = x + ENCARTS + ECART, bas = y + cadre.hauteur;
    const { toile, noms, echelle } = M.dessiner(figure, encres, cadre, "", placer);
    toiles.push([toile, gauche, y]);
    noms.forEach(([nom, nx, ny]) => {
      const demi = nom.length * 3.5; // A name that the frame would cut is not written.
      if (nx > demi && nx < cadre.largeur - demi && ny > 12 && ny < cadre.hauteur - 12) {
        parties.push(texte(nom, gauche + nx, y + ny - 8, 999, 12, { graisse: 600, reste: `${halo} text-anchor="middle"` }).svg);
      }
    });
    const gris = encres["--texte-discret"];
    parties.push(
      rect(gauche + 0.5, y + 0.5, cadre.largeur - 1, cadre.hauteur - 1, filet),
      `<path d="M${gauche + 10} ${bas - 22}l5 -11l5 11z" fill="${gris}" ${halo}/>`,
      texte("N", gauche + 15, bas - 22, 99, 12, { couleur: "--texte-discret", graisse: 650, reste: `${halo} text-anchor="middle"` }).svg,
      `<path d="M${gauche + 0.5} ${bas + 10}v6h${echelle.large}v-6" fill="none" stroke="${gris}"/>`,
      texte(echelle.texte, gauche + echelle.large + 8, bas + 5, 200, 11, { couleur: "--texte-discret" }).svg);
    return { svg: parties.join(""), bas: bas + PIED };
  }

  /* Zones without a place, in one sentence. */
  function sansLieu(figure) {
    const [titre, liste] = figure.element.closest(".mosaique").querySelector("[id$='-sans-lieu']").children;
    return titre ? `${M.dit(titre)} : ${[...liste.children].map(M.dit).join(" · ")}` : "";
  }

  /* Where all goes: one map with its legend beside it, or under it where it is wide; two side by side. */
  function disposer(figures) {
    const large = figures.length > 1 ? DEUX : UNE;
    const colonne = (large - 2 * MARGE - GOUTTIERE * (figures.length - 1)) / figures.length;
    const vues = figures.map(M.vue);
    const dessous = figures.length > 1 || vues[0].demi.x > 1.25 * vues[0].demi.y;
    const cadre = M.cadrer(vues, colonne - ENCARTS - ECART - (dessous ? 0 : LEGENDE + 20));
    const places = figures.map((figure, i) => ({
      figure, centre: vues[i].centre, zoom: vues[i].zoom + Math.log2(cadre.rapport), x: MARGE + i * (colonne + GOUTTIERE),
      dans: (selecteur) => figure.element.closest(".mosaique").querySelector(selecteur),
    }));
    return { large, colonne, dessous, cadre, places };
  }

  function composer(figures) {
    const encres = M.jour(), plumes = M.plume(encres), { texte } = plumes, toiles = [], parties = [];
    const { large, colonne, dessous, cadre, places } = disposer(figures);
    const discret = { couleur: "--texte-discret" };
    const ecrire = ({ svg, bas }) => parties.push(svg) && bas;
    const y = 14 + Math.max(...places.map(({ dans, x }) => {
      const bas = ecrire(texte(M.dit(dans(".figure-titre")), x, MARGE - 4, colonne, 20, { graisse: 650, pas: 1.25 }));
      return ecrire(texte(M.dit(dans(".figure-textes > p")), x, bas + 2, colonne, 14, discret));
    }));
    const bas = places.map(({ figure, dans, x, centre, zoom }) => {
      const placer = (carte) => carte.setView(centre, zoom, { animate: false });
      const pied = ecrire(poser(figure, placer, x, y, cadre, encres, plumes, toiles));
      const place = dessous ? [x, pied + 8, colonne] : [x + colonne - LEGENDE, y - 3, LEGENDE];
      return Math.max(pied, ecrire(M.ecrireLegende(dans("[id$='-legende']"), ...place, dessous, encres, plumes)));
    });
    const sous = Math.max(...bas) + 8;
    let fin = Math.max(...places.map(({ figure, x }) => ecrire(texte(sansLieu(figure), x, sous, colonne, 12)))) + 6;
    for (const source of new Set(places.map(({ dans }) => M.dit(dans(".figure-source"))))) {
      fin = ecrire(texte(source, MARGE, fin, large - 2 * MARGE, 12, discret));
    }
    return { svg: enSvg(parties.join(""), large, Math.ceil(fin + MARGE - 6), encres, plumes), toiles };
  }

  function enSvg(dedans, large, haut, encres, { police }) {
    const motif = (nom, trace) =>
      `<pattern id="${nom}" width="6" height="6" patternUnits="userSpaceOnUse">${rect(0, 0, 6, 6, `fill="${encres["--surface"]}"`)}${trace}</pattern>`;
    const motifs = motif("masque", `<path d="M-1 4L4 -1M2 7L7 2" stroke="${encres["--masque"]}" stroke-width="1.35"/>`)
      + motif("non-transmis", `<circle cx="3" cy="3" r="1.2" fill="${encres["--non-transmis"]}"/>`);
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${large}" height="${haut}" viewBox="0 0 ${large} ${haut}" font-family="${police}">`
      + `<defs>${motifs}</defs>${dedans}</svg>`;
  }

  /* The land around, and fine borders where they show: both are often there already. */
  const completer = ({ figure, zoom }) => Promise.all([
    figure.voisins || M.json(figure.sol.voisins).then((lus) => (figure.voisins = lus), () => null),
    zoom > ZOOM_FIN && M.geometrie(figure.sol.fin).then((fin) => (figure.fin = fin)),
  ]);

  M.enregistrerImage = async function (bouton) {
    const { ECHELLE, enregistrerPlanche } = window.portulanImages;
    const figures = [...bouton.closest(".vue-mosaique").querySelectorAll(".mosaique-plan")].map((plan) => M.figures.get(plan));
    // What is written is that of the answer: so must be what is drawn.
    const pretes = () => figures.every((figure) => figure && figure.pose && figure.montre === figure.element.dataset.pose);
    if (pretes()) {
      await Promise.all(disposer(figures).places.map(completer));
    }
    if (!pretes()) {
      throw new Error("carte absente");
    }
    const { svg, toiles } = composer(figures);
    await enregistrerPlanche(svg, bouton.dataset.mosaique, "png", (crayon) =>
      toiles.forEach(([toile, x, y]) => crayon.drawImage(toile, x * ECHELLE, y * ECHELLE)));
  };
})();
