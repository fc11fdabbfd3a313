/* Pictures to take away, made in the browser: a chart from Plotly, a map from the plate of the server.

   Button of a chart: <button data-image="<key>" data-format="png|svg">; the figure is #graphe-<key>.
   Button of a plate: the same with data-svg="<address of the plate>" instead of data-image.
   Button of maps of flows: data-mosaique="<name of the file>" (mosaique-image.js draws them).
   Clientside callback: images.planche({svg, fichier, format}) saves a plate already in hand.

   A picture carries its title, its place and time, and its source, and is always drawn in day colours. */
(function () {
  "use strict";
  const LARGEUR = 1000;
  const ECHELLE = 2;
  const MARGE = 28;

  function enregistrer(contenu, fichier) {
    const lien = document.createElement("a");
    lien.href = URL.createObjectURL(contenu);
    lien.download = fichier;
    document.body.appendChild(lien);
    lien.click();
    lien.remove();
    // The browser reads the blob after the click: freeing it at once would save an empty file.
    setTimeout(() => URL.revokeObjectURL(lien.href), 10000);
  }

  const blobSvg = (svg) => new Blob([svg], { type: "image/svg+xml;charset=utf-8" });

  /* SVG text -> PNG blob. Width and height are those written on the root of the SVG; `dessous` draws under it. */
  async function enPng(svg, echelle, dessous) {
    const adresse = URL.createObjectURL(blobSvg(svg));
    try {
      const image = new Image();
      image.src = adresse;
      await image.decode();
      const toile = document.createElement("canvas");
      toile.width = Math.round(image.naturalWidth * echelle);
      toile.height = Math.round(image.naturalHeight * echelle);
      const crayon = toile.getContext("2d");
      crayon.fillStyle = "#ffffff";
      crayon.fillRect(0, 0, toile.width, toile.height);
      if (dessous) {
        dessous(crayon);
      }
      crayon.drawImage(image, 0, 0, toile.width, toile.height);
      return await new Promise((oui, non) =>
        toile.toBlob((blob) => (blob ? oui(blob) : non(new Error("image vide"))), "image/png"));
    } finally {
      URL.revokeObjectURL(adresse);
    }
  }

  async function enregistrerPlanche(svg, fichier, format, dessous) {
    const contenu = format === "png" ? await enPng(svg, ECHELLE, dessous) : blobSvg(svg);
    enregistrer(contenu, `${fichier}.${format === "png" ? "png" : "svg"}`);
  }

  /* Cut a text in lines of so many characters, or of what `mesure` counts; Plotly does not wrap titles. */
  function replier(texte, longueur, mesure = (ligne) => ligne.length) {
    const lignes = [""];
    for (const mot of String(texte || "").split(" ")) {
      const fin = lignes.length - 1;
      if (lignes[fin] && mesure(`${lignes[fin]} ${mot}`) > longueur) {
        lignes.push(mot);
      } else {
        lignes[fin] += (lignes[fin] ? " " : "") + mot;
      }
    }
    return lignes;
  }

  const proteger = (texte) =>
    texte.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  function ecrit(lignes, taille, couleur, haut, reste) {
    return Object.assign({
      text: lignes.map(proteger).join("<br>"), font: { size: taille, color: couleur }, align: "left",
      showarrow: false, xref: "paper", yref: "paper", x: 0, xanchor: "left", yanchor: "top", yshift: haut,
    }, reste);
  }

  /* A line of coloured marks and names: zones, or the slices of donuts. */
  function cle(marques, haut, origine) {
    const texte = marques
      .map((z) => `<span style="color:${z.couleur}">${z.signe || "■"}</span> ${proteger(z.nom)}`)
      .join("&nbsp;&nbsp;&nbsp;");
    return Object.assign(ecrit([], 14, "#16232e", haut, Object.assign({ y: 1 }, origine)), { text: texte });
  }

  function titre(lignes, haut, reste) {
    const ecrite = ecrit(lignes, 20, "#16232e", haut, reste);
    return Object.assign(ecrite, { text: `<b>${ecrite.text}</b>` });
  }

  /* The key of slices in lines that fit the picture: three long names are wider than it. */
  function enLignes(marques) {
    const lignes = [];
    let reste = 0;
    for (const marque of marques) {
      const place = marque.nom.length + 6;
      if (!lignes.length || reste < place) {
        lignes.push([]);
        reste = 120;
      }
      lignes[lignes.length - 1].push(marque);
      reste -= place;
    }
    return lignes;
  }

  /* The figure on the page, with title above and source below, on white. */
  function complete(noeud) {
    const mise = JSON.parse(JSON.stringify(noeud.layout));
    const plein = noeud._fullLayout;
    const meta = mise.meta || {};
    const gras = replier(meta.titre, 84);
    const fins = replier(meta.sous_titre, 130);
    const sources = replier(meta.source, 140);
    const cles = [(meta.zones || []).length > 1 ? meta.zones : [], ...enLignes(meta.legende || [])]
      .filter((marques) => marques.length);
    const dessus = MARGE + gras.length * 26 + (fins.length + cles.length) * 20 + 14;
    const bas = sources.length * 17 + MARGE;
    const marge = plein._size;
    const hautCles = marge.t + dessus - MARGE - gras.length * 26 - fins.length * 20;
    // Automatic margins end where the labels of the axis do: MARGE keeps them off the edge.
    const gauche = marge.l + MARGE - 8;
    mise.width = LARGEUR;
    mise.height = (plein.height || 400) + dessus + bas;
    mise.autosize = false;
    mise.paper_bgcolor = "#ffffff";
    mise.margin = Object.assign({}, mise.margin, {
      t: marge.t + dessus, b: marge.b + bas, l: gauche, r: Math.max(MARGE, marge.r),
    });
    const origine = { xshift: MARGE - gauche };
    mise.annotations = (mise.annotations || []).concat([
      titre(gras, marge.t + dessus - MARGE, Object.assign({ y: 1 }, origine)),
      ecrit(fins, 14, "#4e5d69", marge.t + dessus - MARGE - gras.length * 26, Object.assign({ y: 1 }, origine)),
      ...cles.map((marques, rang) => cle(marques, hautCles - rang * 20, origine)),
      ecrit(sources, 12, "#4e5d69", -(marge.b + 6), Object.assign({ y: 0 }, origine)),
    ]);
    return { data: noeud.data, layout: mise, config: { locale: "fr", displaylogo: false } };
  }

  async function enregistrerGraphe(cle, format) {
    const noeud = document.querySelector(`#graphe-${CSS.escape(cle)} .js-plotly-plot`);
    if (!noeud || !window.Plotly) {
      throw new Error("graphique absent");
    }
    const spec = complete(noeud);
    const taille = { width: spec.layout.width, height: spec.layout.height };
    const adresse = await window.Plotly.toImage(
      spec, Object.assign({ format: "svg", imageDataOnly: true }, taille));
    const fichier = (spec.layout.meta && spec.layout.meta.fichier) || "portulan-graphique";
    await enregistrerPlanche(adresse, fichier, format);
  }

  /* The plate has the classes of the screen: the control beside the map says which. */
  function adressePlanche(bouton) {
    const choix = document.querySelector("[data-methode][aria-pressed='true']");
    const suffixe = choix && choix.dataset.methode !== "quantile" ? `-${choix.dataset.methode}` : "";
    return bouton.dataset.svg.replace("/carte.svg", `/carte${suffixe}.svg`);
  }

  async function repondre(bouton) {
    const format = bouton.dataset.format === "png" ? "png" : "svg";
    if (bouton.dataset.image) {
      return enregistrerGraphe(bouton.dataset.image, format);
    }
    if (bouton.dataset.mosaique) {
      return window.portulanMosaique.enregistrerImage(bouton);
    }
    const reponse = await fetch(adressePlanche(bouton), { credentials: "same-origin" });
    if (!reponse.ok) {
      throw new Error(`réponse ${reponse.status}`);
    }
    return enregistrerPlanche(await reponse.text(), bouton.dataset.fichier || "portulan-carte", format);
  }

  document.addEventListener("click", async (evenement) => {
    const bouton = evenement.target.closest("[data-format]:is([data-image], [data-svg], [data-mosaique])");
    if (!bouton || bouton.getAttribute("aria-busy") === "true") {
      return;
    }
    bouton.setAttribute("aria-busy", "true");
    bouton.removeAttribute("data-echec");
    try {
      await repondre(bouton);
    } catch (erreur) {
      // The button itself says so: an alert box would take the visitor away from the figure.
      bouton.setAttribute("data-echec", "L'image n'a pas pu être faite : réessayez.");
      console.warn("image", erreur);
    } finally {
      bouton.removeAttribute("aria-busy");
    }
  });

  window.portulanImages = { ECHELLE, adressePlanche, enPng, enregistrerPlanche, enregistrerGraphe, proteger, replier };
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.images = {
    planche(donnees) {
      if (donnees && donnees.svg) {
        enregistrerPlanche(donnees.svg, donnees.fichier || "portulan-carte", donnees.format);
      }
      return window.dash_clientside.no_update;
    },
  };
})();
