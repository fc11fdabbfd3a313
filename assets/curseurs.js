/* Sliders (components/curseur.py): the handle takes the name of its box, and the words of the step it stands at. Dash
   names neither, and would say the rank of a step in the place of what it is called. */
(function () {
  "use strict";

  function nommer(boite) {
    const poignee = boite.querySelector("[role=slider]");
    if (!poignee) {
      return;
    }
    const dit = JSON.parse(boite.dataset.pas)[poignee.getAttribute("aria-valuenow")] || "";
    const voulus = { "aria-label": boite.dataset.curseur, "aria-valuetext": dit };
    Object.entries(voulus).forEach(([nom, texte]) => poignee.getAttribute(nom) !== texte && poignee.setAttribute(nom, texte));
  }

  new MutationObserver(() => document.querySelectorAll("[data-curseur]").forEach(nommer)).observe(document, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["aria-valuenow", "aria-label"],
  });
})();
