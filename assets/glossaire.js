/* A dotted word opens its glossary entry in a small sheet; anchors are reached once Dash has drawn them. */
(function () {
  "use strict";

  function element(nom, texte) {
    const e = document.createElement(nom);
    e.textContent = texte;
    return e;
  }

  function bulle() {
    let b = document.getElementById("bulle-terme");
    if (!b) {
      b = document.createElement("div");
      b.id = "bulle-terme";
      b.className = "bulle-terme";
      b.setAttribute("popover", "auto");
      b.setAttribute("role", "dialog");
      b.setAttribute("aria-label", "Définition");
      document.body.append(b);
    }
    return b;
  }

  function ouvrir(mot) {
    const b = bulle();
    const lien = element("a", "Voir le glossaire");
    lien.href = mot.href;
    b.replaceChildren(
      element("strong", mot.dataset.terme),
      element("p", mot.dataset.definition),
      lien
    );
    b.showPopover();
    const place = mot.getBoundingClientRect();
    const gauche = Math.min(place.left, window.innerWidth - b.offsetWidth - 16);
    b.style.left = Math.max(16, gauche) + window.scrollX + "px";
    b.style.top = place.bottom + 6 + window.scrollY + "px";
    lien.focus({ preventScroll: true });
    b.addEventListener("toggle", (e) => e.newState === "closed" && mot.focus(), { once: true });
  }

  document.addEventListener("click", (evenement) => {
    const mot = evenement.target.closest("a.terme[data-definition]");
    const autreIntention = evenement.ctrlKey || evenement.metaKey || evenement.shiftKey;
    if (mot && !autreIntention && HTMLElement.prototype.showPopover) {
      evenement.preventDefault();
      ouvrir(mot);
    }
  });

  function atteindre() {
    document.querySelectorAll("[data-vise]").forEach((e) => e.removeAttribute("data-vise"));
    const cle = decodeURIComponent(location.hash.slice(1));
    const but = cle && document.getElementById(cle);
    if (but) {
      but.setAttribute("data-vise", "oui");
      but.scrollIntoView({ block: "start" });
    }
    return Boolean(but) || !cle;
  }

  function attendre() {
    if (atteindre()) {
      return;
    }
    const guet = new MutationObserver(() => atteindre() && guet.disconnect());
    guet.observe(document.body, { childList: true, subtree: true });
    setTimeout(() => guet.disconnect(), 5000);
  }
  window.addEventListener("load", attendre);
  window.addEventListener("hashchange", attendre);
  window.addEventListener("_dashprivate_pushstate", () => setTimeout(attendre, 0));
})();
