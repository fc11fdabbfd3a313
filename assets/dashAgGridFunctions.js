/* What the grid asks of the browser: order, search, keyboard, narrow screens, paper.
   Texts and numbers come written by Python (components/tables/); nothing here computes a figure. */

(() => {
  "use strict";
  const fonctions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
  const ETROIT = "(max-width: 45rem)";
  const DETAIL = 44;
  const FIXES = new Set(["rang", "libelle", "actions", "detail"]);
  const cadre = () => document.getElementById("grille");
  // Asked for a grid that is not on the page, dash-ag-grid throws.
  const api = () => (cadre() ? window.dash_ag_grid?.getApi?.("grille") : undefined);

  /* ---- order ---------------------------------------------------------------------------------- */

  fonctions.grilleRangee = (params) => params.data;

  // Rows under the main zone stay before those under the compared one, whatever the direction.
  const parGroupe = (a, b, decroissant) => (a.data.g - b.data.g) * (decroissant ? -1 : 1);

  fonctions.grilleComparerLibelles = (a, b, noeudA, noeudB, decroissant) =>
    parGroupe(noeudA, noeudB, decroissant) || a.o - b.o;

  // Rows without a value come last, by label; equal values by label too, in both directions.
  fonctions.grilleComparerValeurs = (a, b, noeudA, noeudB, decroissant) => {
    const groupes = parGroupe(noeudA, noeudB, decroissant);
    if (groupes) return groupes;
    const sens = decroissant ? -1 : 1;
    const [x, y] = [a?.[0] ?? null, b?.[0] ?? null];
    if (x !== null && y !== null && x !== y) return x - y;
    if ((x === null) !== (y === null)) return (x === null ? 1 : -1) * sens;
    return (noeudA.data.o - noeudB.data.o) * sens;
  };

  // The order asked for goes to the address; a compared zone's column has no name there.
  fonctions.grilleTrier = (params, envoyer) => {
    if (params.source !== "uiColumnSorted") return;
    const colonne = params.api.getColumnState().find((c) => c.sort);
    const [cle, groupe] = (colonne?.colId || "").split("@");
    if (cle && (groupe === undefined || groupe === "0")) {
      envoyer({ tri: (colonne.sort === "desc" ? "-" : "") + cle });
    }
  };

  fonctions.grilleChoisie = (params) => params.data?.m !== undefined && !params.data.t;

  /* ---- search --------------------------------------------------------------------------------- */

  // As geodata/texte.py writes the text that is searched; the grid compares in capitals.
  fonctions.grilleMots = (texte) =>
    texte
      .toLowerCase()
      .replace(/œ/g, "oe")
      .replace(/æ/g, "ae")
      .replace(/ø/g, "o")
      .replace(/ß/g, "ss")
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toUpperCase()
      .split(/[^0-9A-Z]+/)
      .filter(Boolean);
  fonctions.grilleTexte = (params) => params.data.q || "";
  fonctions.grilleSansTexte = () => "";

  const chercher = () => {
    const champ = document.getElementById("grille-recherche");
    const effacer = document.getElementById("grille-effacer");
    if (!champ) return;
    if (effacer) effacer.hidden = !champ.value;
    const grille = api();
    if (grille && (grille.getGridOption("quickFilterText") || "") !== champ.value) {
      grille.setGridOption("quickFilterText", champ.value);
    }
  };

  const accord = (n) => `${n.toLocaleString("fr-FR")} ligne${n > 1 ? "s" : ""}`;

  fonctions.grilleCompter = (params) => {
    const compte = document.getElementById("grille-compte");
    if (!compte) return;
    const total = params.api.getGridOption("context").nombre;
    const vues = params.api.getDisplayedRowCount();
    const filtre = Boolean(params.api.getGridOption("quickFilterText"));
    const texte = !filtre
      ? accord(total)
      : `${vues ? accord(vues) : "Aucune ligne"} sur ${total.toLocaleString("fr-FR")}`;
    // Written only when it changes: it is read aloud.
    if (compte.textContent !== texte) compte.textContent = texte;
  };

  const vider = (champ) => {
    // The field belongs to React, which only hears of a value set through the element's prototype.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(champ, "");
    champ.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const effacer = () => {
    const champ = document.getElementById("grille-recherche");
    vider(champ);
    champ.focus();
  };

  document.addEventListener("input", (e) => {
    if (e.target.id === "grille-recherche") chercher();
  });
  document.addEventListener("click", (e) => {
    if (e.target.closest?.("#grille-effacer")) effacer();
  });
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape" && e.target.id === "grille-recherche" && e.target.value) effacer();
  });

  /* ---- keyboard ------------------------------------------------------------------------------- */

  const boutonsDe = (rangee) =>
    [...cadre().querySelectorAll(`[row-id="${CSS.escape(rangee)}"] .grille-action`)];

  // Tab leaves the rows (they are one stop, walked with the arrows); Shift+Tab goes to the headers.
  fonctions.grilleTab = (params) =>
    params.backwards
      ? { rowIndex: -1, rowPinned: null, column: params.previousCellPosition.column }
      : false;

  // Enter goes from a row to its actions, arrows from one to the next, Escape back to the row.
  fonctions.grilleTouche = (params) => {
    const { event, api: grille, node, column } = params;
    const bouton = event.target.closest(".grille-action");
    if (!bouton) {
      if (event.key !== "Enter") return false;
      const boutons = boutonsDe(node.id);
      if (!boutons.length) return false;
      event.preventDefault();
      grille.ensureColumnVisible(boutons[0].closest("[col-id]").getAttribute("col-id"));
      boutons[0].focus();
      return true;
    }
    const pas = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (pas) {
      const boutons = boutonsDe(node.id);
      const suivant = boutons[boutons.indexOf(bouton) + pas];
      event.preventDefault();
      if (suivant) {
        grille.ensureColumnVisible(suivant.closest("[col-id]").getAttribute("col-id"));
        suivant.focus();
      }
      return true;
    }
    if (event.key === "Escape") {
      grille.setFocusedCell(node.rowIndex, column, node.rowPinned);
      return true;
    }
    return event.key === "Enter" || event.key === " ";
  };

  // A tooltip needs a mouse: the cell in focus says under the table what it hides, and why.
  fonctions.grilleExpliquer = (params) => {
    const dite = document.getElementById("grille-explication");
    if (!dite) return;
    const { api: grille, rowIndex, rowPinned, column } = params;
    const noeud = rowPinned ? grille.getPinnedTopRow(rowIndex) : grille.getDisplayedRowAtIndex(rowIndex ?? -1);
    const cle = typeof column === "string" ? column : column?.getColId();
    const [, , , , statut, long] = (noeud && cle && Array.isArray(noeud.data[cle]) && noeud.data[cle]) || [];
    const nom = statut && grille.getColumnDef(cle).headerComponentParams.innerHeaderComponentParams.nom;
    const { raisons, statuts } = grille.getGridOption("context");
    const texte = statut
      ? `${noeud.data.l}, ${nom}\u202f: ${long}. ${(statut === "masque" && raisons[cle]) || statuts[statut]} `
      : "";
    if (dite.textContent !== texte) dite.textContent = texte;
  };

  /* ---- width ---------------------------------------------------------------------------------- */

  // The name and one measure fill the width exactly: half a column would read as another number.
  const placeEtroite = (grille, racine) => {
    const total = (racine.querySelector(".ag-body-viewport") || racine).clientWidth;
    const colonnes = grille.getColumns();
    const detail = colonnes.some((c) => c.getColId() === "detail") ? DETAIL : 0;
    const mesures = colonnes.filter((c) => !FIXES.has(c.getColId())).map((c) => c.getMinWidth());
    const libelle = Math.max(120, total - detail - Math.max(104, ...mesures));
    return { total, libelle, mesure: total - detail - libelle };
  };

  // Narrow: label and leading measure in sight, the rank under the label, the rest scrolls.
  const disposer = (grille, racine) => {
    const etroit = window.matchMedia(ETROIT).matches;
    const place = etroit ? placeEtroite(grille, racine) : null;
    const avant = racine.dataset.etroit ? `${racine.dataset.etroit} ${racine.dataset.place || 0}` : "false 0";
    racine.dataset.etroit = String(etroit);
    racine.dataset.place = String(place ? place.total : 0);
    // Columns come laid out for a wide screen.
    if (avant === `${etroit} ${racine.dataset.place}`) return;
    const colonnes = new Set(grille.getColumns().map((c) => c.getColId()));
    const largeur = (cle, serree) => (etroit ? serree : grille.getColumnDef(cle).width);
    const etat = {
      rang: () => ({ hide: etroit }),
      actions: () => ({ pinned: etroit ? null : "right" }),
      libelle: () => ({ pinned: "left", width: largeur("libelle", place?.libelle) }),
      detail: () => ({ pinned: "right", width: largeur("detail", DETAIL) }),
    };
    for (const cle of colonnes) {
      if (!FIXES.has(cle)) etat[cle] = () => (etroit ? { flex: null, width: place.mesure } : { flex: 1 });
    }
    grille.applyColumnState({
      state: Object.keys(etat)
        .filter((cle) => colonnes.has(cle))
        .map((colId) => ({ colId, ...etat[colId]() })),
    });
    const { meneuse } = grille.getGridOption("context");
    if (!meneuse.includes("@")) ordonner(grille, etroit ? meneuse : null);
  };

  // Declared order, with the leading measure first when one is named.
  const ordonner = (grille, premiere) => {
    const cles = grille.getGridOption("columnDefs").map((d) => d.colId);
    const place = (cle) => (cle === premiere ? -1 : cles.indexOf(cle));
    const groupe = (noms) => cles.filter((cle) => noms.includes(cle));
    const mesures = cles.filter((cle) => !FIXES.has(cle)).sort((a, b) => place(a) - place(b));
    const ordre = [...groupe(["rang", "libelle"]), ...mesures, ...groupe(["actions", "detail"])];
    grille.applyColumnState({ state: ordre.map((colId) => ({ colId })), applyOrder: true });
  };

  // Told after each change of size or of options: does nothing when nothing has to change.
  fonctions.grilleSuivre = (params) => {
    const racine = cadre();
    if (!racine || !params.api.getColumns()) return;
    const table = racine.querySelector("[role=grid], [role=treegrid]");
    const { titre } = params.api.getGridOption("context");
    if (table && table.getAttribute("aria-label") !== titre) table.setAttribute("aria-label", titre);
    disposer(params.api, racine);
    chercher();
  };

  // New column definitions bring their own widths.
  fonctions.grilleRefaire = (params) => {
    const racine = cadre();
    if (racine) delete racine.dataset.etroit;
    fonctions.grilleSuivre(params);
  };

  /* ---- the next answer ------------------------------------------------------------------------ */

  // "grilleX(params)" and "grilleX", as Dash writes the functions of a column.
  const enFonction = (texte) => {
    const nom = /^\w+/.exec(texte)[0];
    return (...recus) => fonctions[nom](...recus);
  };

  const enColonne = (def) => {
    const suite = {};
    for (const [cle, valeur] of Object.entries(def)) {
      suite[cle] = valeur?.function ? enFonction(valeur.function) : valeur;
    }
    if (def.children) suite.children = def.children.map(enColonne);
    return suite;
  };

  const feuilles = (defs) => defs.flatMap((d) => (d.children ? feuilles(d.children) : [d]));

  // The order of the address, unless the rows already stand in it.
  const remettreOrdre = (grille, colonnes) => {
    const voulue = feuilles(colonnes).find((d) => d.sort);
    const actuelle = grille.getColumnState().find((c) => c.sort);
    if (voulue && (actuelle?.colId !== voulue.colId || actuelle.sort !== voulue.sort)) {
      grille.applyColumnState({
        state: [{ colId: voulue.colId, sort: voulue.sort }],
        defaultState: { sort: null },
      });
    }
  };

  fonctions.grilleHauteur = ({ data }) => data?.h;

  // A row that stays keeps its height, unless told.
  const hautes = (lignes) => lignes.filter((l) => l.h).map((l) => [l.cle, l.h]).join();

  // New columns cost as much as all the rows: those that stand are kept while every value fits.
  const tropEtroite = (grille, colonnes) =>
    feuilles(colonnes).some((d) => d.minWidth > (grille.getColumnDef(d.colId)?.minWidth || 0));

  const reposer = (grille, { colonnes, tetes, lignes, contexte }) => {
    const avant = grille.getGridOption("context");
    const champ = document.getElementById("grille-recherche");
    // A word searched among régions means nothing among établissements.
    if (champ?.value && avant.sujet !== contexte.sujet) vider(champ);
    grille.setGridOption("context", contexte);
    const options = { rowData: lignes, pinnedTopRowData: tetes };
    const autrement = hautes(grille.getGridOption("rowData") || []) !== hautes(lignes);
    if (avant.empreinte !== contexte.empreinte || tropEtroite(grille, colonnes)) {
      options.columnDefs = colonnes.map(enColonne);
    }
    // Before the rows change: afterwards it would lay the page out once more.
    if (lignes.length && grille.getDisplayedRowCount()) grille.ensureIndexVisible(0, "top");
    // React would draw the cells after all that Dash still has to do, and one frame later.
    const dite = document.getElementById("grille-explication");
    if (dite) dite.textContent = "";
    window.ReactDOM.flushSync(() => {
      grille.updateGridOptions(options);
      remettreOrdre(grille, colonnes);
      if (autrement) grille.resetRowHeights();
    });
    fonctions.grilleCompter({ api: grille });
    fonctions.grilleSuivre({ api: grille });
  };

  // The grid is there some time after its place: the last answer waits for it.
  let attendue = null;
  const poserSuite = (texte) => {
    attendue = texte;
    const essayer = () => {
      const grille = api();
      if (attendue !== texte || !cadre()) return;
      if (grille && !grille.isDestroyed()) reposer(grille, JSON.parse(texte));
      else requestAnimationFrame(essayer);
    };
    essayer();
  };

  // Read where React writes it rather than by a callback, which Dash would run after all the rest: the
  // rows are painted first.
  new MutationObserver((changements) => {
    const suite = changements.map((c) => c.target).find((e) => e.id === "grille-suite");
    if (suite?.value) poserSuite(suite.value);
  }).observe(document, { subtree: true, attributeFilter: ["value"] });

  /* ---- paper ---------------------------------------------------------------------------------- */

  const element = (nom, texte, classe) => {
    const e = document.createElement(nom);
    if (texte !== undefined && texte !== null) e.textContent = texte;
    if (classe) e.className = classe;
    return e;
  };

  const titreDe = (grille, cle) => {
    const def = grille.getColumnDef(cle);
    const { nom, sous, avant } = def.headerComponentParams.innerHeaderComponentParams;
    return avant ? def.headerName : nom + (sous ? ` (${sous})` : "");
  };

  const entetePapier = (grille, cles) => {
    const rangee = element("tr");
    for (const cle of cles) {
      const classe = cle === "libelle" ? "grille-papier-nom" : "";
      rangee.append(element("th", titreDe(grille, cle), classe));
    }
    const thead = element("thead");
    thead.append(rangee);
    return thead;
  };

  const rangeePapier = (d, cles) => {
    const rangee = element("tr", null, d.t ? "grille-papier-tete" : "");
    for (const cle of cles) {
      if (cle === "rang") {
        rangee.append(element("td", d.r));
      } else if (cle === "libelle") {
        const nom = element("th", d.l);
        nom.scope = "row";
        const sous = [d.e, d.s, d.n && `† ${d.n}`].filter(Boolean).join(" · ");
        if (sous) nom.append(element("small", sous));
        rangee.append(nom);
      } else {
        const [nombre, texte, part, , , dit] = d[cle];
        const case_ = element("td", nombre === null ? dit || texte : texte);
        if (part) case_.append(element("small", part));
        rangee.append(case_);
      }
    }
    return rangee;
  };

  // The grid draws the rows in sight only: paper gets a plain table of all it would show, in order.
  const imprimer = () => {
    document.querySelector(".grille-papier")?.remove();
    const grille = api();
    const racine = cadre();
    if (!grille || !racine) return;
    const toutes = grille.getColumns().map((c) => c.getColId());
    const valeurs = toutes.filter((cle) => !FIXES.has(cle));
    const cles = [...toutes.filter((cle) => cle === "rang"), "libelle", ...valeurs];
    const table = element("table", null, "grille-papier");
    const corps = element("tbody");
    grille.getGridOption("pinnedTopRowData").forEach((d) => corps.append(rangeePapier(d, cles)));
    grille.forEachNodeAfterFilterAndSort((n) => corps.append(rangeePapier(n.data, cles)));
    const titre = element("caption", grille.getGridOption("context").titre);
    table.append(titre, entetePapier(grille, cles), corps);
    racine.closest(".grille-vue").append(table);
  };

  window.addEventListener("beforeprint", imprimer);
  window.addEventListener("afterprint", () => document.querySelector(".grille-papier")?.remove());
})();
