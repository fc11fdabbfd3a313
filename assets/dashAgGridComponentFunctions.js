/* Cells and headers of the grid (components/tables/). Texts come written by Python, as text only. */

(() => {
  "use strict";
  const composants = (window.dashAgGridComponentFunctions =
    window.dashAgGridComponentFunctions || {});
  const e = (...args) => window.React.createElement(...args);
  const zoneDe = (place) => (place === 0 ? "principale" : "comparee");
  const dit = (texte) => e("span", { className: "visuellement-masque" }, texte);
  const pastille = (zone, titre) =>
    e("span", { className: "pastille-zone", "data-zone": zone, title: titre, "aria-hidden": true });

  const SIGNES = {
    // A pin, two arrows, a chevron.
    prendre: "M8 14s4.5-4.2 4.5-7.5a4.5 4.5 0 0 0-9 0C3.5 9.8 8 14 8 14ZM8 8.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4Z",
    comparer: "M2 5.5h11M10 2.5l3 3-3 3M14 10.5H3M6 7.5l-3 3 3 3",
    detailler: "M6 3l5 5-5 5",
  };
  const signe = (action) =>
    e(
      "svg",
      { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": true, focusable: "false" },
      e("path", { d: SIGNES[action] })
    );

  // Out of the tab order: the rows are one stop, Enter reaches the actions of the row.
  const bouton = (props, action, nom) =>
    e(
      "button",
      {
        key: action,
        type: "button",
        tabIndex: -1,
        className: "grille-action",
        "aria-label": nom,
        title: nom,
        onClick: (evenement) => {
          evenement.stopPropagation();
          props.setData({ action, cible: props.data.c });
        },
      },
      signe(action)
    );

  const boutons = (props, offres) => {
    const a = props.data?.a || "";
    return e(
      "div",
      { className: "grille-actions" },
      offres.map(([lettre, action, nom]) =>
        a.includes(lettre)
          ? bouton(props, action, nom(props.data.l))
          : e("span", { key: action, className: "grille-action-absente" })
      )
    );
  };

  composants.GrilleActions = (props) =>
    boutons(props, [
      ["p", "prendre", (l) => `Prendre ${l} comme zone`],
      ["c", "comparer", (l) => `Comparer ${l}`],
    ]);

  composants.GrilleDetail = (props) =>
    boutons(props, [["d", "detailler", (l) => `Détailler ${l}`]]);

  composants.GrilleLibelle = ({ data: d, context }) => {
    const marque = d.m !== undefined ? zoneDe(d.m) : d.e ? zoneDe(d.g) : null;
    const role = d.m !== undefined ? `zone ${d.m === 0 ? "principale" : "comparée"}` : d.e;
    const rang = d.r ? (d.r === 1 ? context.premier : `${d.r}e`) : null;
    return e(
      "div",
      // Depth of a row that is part of another, and whether it holds others itself.
      { className: "grille-libelle", "data-retrait": d.d || undefined, "data-parent": d.b || undefined },
      marque && pastille(marque, d.e || role),
      marque && dit(`${role} : `),
      e(
        "div",
        { className: "grille-noms" },
        e("span", { className: `grille-nom${d.h ? " grille-nom-long" : ""}`, title: d.l.length > 28 ? d.l : undefined }, d.l),
        e(
          "span",
          { className: "grille-code" },
          rang && e("span", { className: "grille-rang-etroit" }, d.s || d.n ? `${rang} · ` : rang),
          d.s && e("span", null, d.s),
          d.n && e("span", { className: "grille-remarque", title: d.n }, ` † ${d.n}`)
        )
      )
    );
  };

  const CLASSES = { masque: "masque", non_transmis: "non-transmis", sans_objet: "grille-sans-objet",
    hors_region: "grille-sans-objet" };

  // A measure may be masked for reasons of its own.
  const pourquoi = (contexte, colonne, statut) =>
    (statut === "masque" && contexte.raisons[colonne.getColId()]) || contexte.statuts[statut];

  composants.GrilleValeur = (props) => {
    const [, texte, part, barre, statut, long] = props.value || [null, ""];
    const nombre = statut
      ? e(
          "span",
          {
            className: `grille-nombre ${CLASSES[statut] || ""}`,
            title: `${long}\u202f: ${pourquoi(props.context, props.column, statut)}`,
          },
          e("span", { "aria-hidden": true }, texte),
          dit(long)
        )
      : e("span", { className: "grille-nombre" }, texte);
    if (!part) return e("div", { className: "grille-valeur" }, nombre);
    return e(
      "div",
      { className: "grille-valeur" },
      nombre,
      e("span", { className: "grille-part" }, part),
      // An index is no part of a whole: it has no bar.
      barre === null
        ? null
        : e(
            "span",
            { className: "grille-trait", "aria-hidden": true, title: props.context.trait },
            e("span", { style: { width: `${barre * 100}%` } })
          )
    );
  };

  composants.GrilleEntete = ({ nom, sous, zone, avant, muet }) =>
    muet
      ? dit(nom)
      : e(
          "span",
          { className: "grille-entete" },
          avant && dit(`${avant}, `),
          e("span", { className: "grille-entete-nom" }, zone && pastille(zone), nom),
          sous && e("span", { className: "grille-entete-unite" }, sous)
        );
})();
