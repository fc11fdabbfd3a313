/* The table twin of a map, made when it is opened (components/tables/jumelle.py sends it as data).

   [data-table] holds [tag, attributes, children]; texts are put in as text, never as HTML. React knows of
   no child there, and leaves alone what is made. */
(function () {
  "use strict";
  const PERMIS = new Set(["table", "caption", "thead", "tbody", "tr", "th", "td", "a", "span"]);

  function batir(noeud) {
    if (!Array.isArray(noeud)) {
      return document.createTextNode(noeud);
    }
    const [nom, attributs, enfants] = noeud;
    const element = document.createElement(PERMIS.has(nom) ? nom : "span");
    Object.entries(attributs).forEach(([cle, valeur]) => element.setAttribute(cle, valeur));
    element.append(...enfants.map(batir));
    return element;
  }

  function remplir(zone) {
    const ouverte = zone.closest("details[open]") && zone.dataset.table;
    zone.replaceChildren(...(ouverte ? [batir(JSON.parse(zone.dataset.table))] : []));
  }

  // "toggle" does not bubble, but is caught on its way down.
  document.addEventListener("toggle", (evenement) => {
    const zone = evenement.target.querySelector && evenement.target.querySelector(":scope > [data-table]");
    if (zone && evenement.target.open) {
      remplir(zone);
    }
  }, true);

  new MutationObserver((changements) => changements.forEach((c) => remplir(c.target)))
    .observe(document.documentElement, { attributes: true, attributeFilter: ["data-table"], subtree: true });
})();
