/* Menus (<details class=menu>) close like menus; [data-bascule=id] folds and unfolds another element. */
(function () {
  "use strict";

  function fermer(sauf) {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (menu !== sauf) {
        menu.open = false;
      }
    });
  }

  document.addEventListener("click", (evenement) => {
    const cible = evenement.target;
    const menu = cible.closest("details.menu");
    fermer(menu);
    if (menu && cible.closest(".menu-choix")) {
      menu.open = false;
    }
    const bascule = cible.closest("[data-bascule]");
    if (bascule) {
      const ouvert = bascule.getAttribute("aria-expanded") === "true";
      bascule.setAttribute("aria-expanded", String(!ouvert));
    }
  });

  document.addEventListener("keydown", (evenement) => {
    const menu = evenement.target.closest && evenement.target.closest("details.menu[open]");
    if (!menu) {
      return;
    }
    if (evenement.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (evenement.key === "ArrowDown" || evenement.key === "ArrowUp") {
      const choix = Array.from(menu.querySelectorAll(".menu-choix"));
      const pas = evenement.key === "ArrowDown" ? 1 : -1;
      const place = choix.indexOf(document.activeElement) + pas;
      evenement.preventDefault();
      (choix[place] || menu.querySelector("summary")).focus();
    }
  });

  document.addEventListener("focusin", (evenement) => {
    fermer(evenement.target.closest && evenement.target.closest("details.menu"));
  });
})();
