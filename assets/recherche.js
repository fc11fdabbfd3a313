/* Search in the header: arrows go through what was found, Escape closes, leaving closes.

   The sheet is a plain list of links, so that it reads and opens like any other list. */
(function () {
  "use strict";
  const trouvailles = (boite) => Array.from(boite.querySelectorAll("a.trouvaille"));
  const champ = (boite) => boite.querySelector("input");

  function poserFerme(boite, ferme) {
    boite.setAttribute("data-ferme", ferme ? "oui" : "non");
  }

  const PAUSE = 150;
  let derniere = 0;

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    portulanRecherche: {
      apresUnePause(texte) {
        const numero = (derniere += 1);
        return new Promise((rendre) => {
          window.setTimeout(
            () => rendre(numero === derniere ? texte : window.dash_clientside.no_update),
            PAUSE
          );
        });
      },
    },
  });

  document.addEventListener("keydown", (evenement) => {
    const boite = evenement.target.closest && evenement.target.closest(".recherche");
    if (!boite) {
      return;
    }
    if (evenement.key === "Escape") {
      champ(boite).focus(); // Taking the focus opens the sheet: close it afterwards.
      poserFerme(boite, true);
    } else if (evenement.key === "ArrowDown" || evenement.key === "ArrowUp") {
      const liens = trouvailles(boite);
      const place = liens.indexOf(document.activeElement);
      evenement.preventDefault();
      poserFerme(boite, false);
      const suivante = place + (evenement.key === "ArrowDown" ? 1 : -1);
      if (suivante < 0) {
        champ(boite).focus();
      } else if (liens.length) {
        liens[Math.min(suivante, liens.length - 1)].focus();
      }
    }
  });

  document.addEventListener("input", (evenement) => {
    const boite = evenement.target.closest(".recherche");
    if (boite) {
      poserFerme(boite, false);
    }
  });

  document.addEventListener("focusin", (evenement) => {
    const ici = evenement.target.closest && evenement.target.closest(".recherche");
    document.querySelectorAll(".recherche").forEach((boite) => poserFerme(boite, boite !== ici));
  });

  document.addEventListener("click", (evenement) => {
    const ici = evenement.target.closest(".recherche");
    const pris = evenement.target.closest("a.trouvaille");
    document.querySelectorAll(".recherche").forEach((boite) => {
      if (boite !== ici || pris) {
        poserFerme(boite, true);
      }
    });
  });
})();
