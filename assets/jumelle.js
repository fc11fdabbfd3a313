/* The table twin of a map, made when it is opened (components/tables/jumelle.py sends it as data).

   [data-table] holds an element as inerte.js makes them. */
(function () {
  "use strict";
  function remplir(zone) {
    const ouverte = zone.closest("details[open]") && zone.dataset.table;
    zone.replaceChildren(...(ouverte ? [window.portulanInerte.batir(JSON.parse(zone.dataset.table))] : []));
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
