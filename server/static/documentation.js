/* Starts Swagger UI and says in French what it says in English (it has no translations of its own). */
(function () {
  "use strict";

  const FRANCAIS = {
    "Try it out ": "Essayer",
    "Try it out": "Essayer",
    "Cancel": "Annuler",
    "Reset": "Remettre à zéro",
    "Execute": "Exécuter",
    "Clear": "Effacer",
    "Download": "Télécharger",
    "Parameters": "Paramètres",
    "No parameters": "Aucun paramètre",
    "Name": "Nom",
    "Responses": "Réponses",
    "Response": "Réponse",
    "Server response": "Réponse du serveur",
    "Response body": "Corps de la réponse",
    "Response headers": "En-têtes de la réponse",
    "Request URL": "Adresse demandée",
    "Request duration": "Durée",
    "Details": "Détail",
    "Undocumented": "Hors documentation",
    "Media type": "Format",
    "Controls ": "Accordé par l'en-tête ",
    " header.": ".",
    "Example Value": "Exemple",
    "Example": "Exemple",
    "Schema": "Schéma",
    "Schemas": "Formes des réponses",
    "Examples": "Exemples",
    "Links": "Liens",
    "No links": "Aucun",
    "Loading": "Chargement",
    "LOADING": "Chargement",
    "Send empty value": "Envoyer une valeur vide",
    "required": "requis",
    "Expand all": "Tout déplier",
    "Collapse all": "Tout replier",
    "query": "adresse",
    "path": "chemin",
    "string": "texte",
    "integer": "entier",
    "number": "nombre",
    "boolean": "vrai ou faux",
    "object": "objet",
    "array<string>": "liste de textes",
    "Unrecognized response type; displaying content as text.":
      "Contenu d'un type inconnu, montré comme un texte.",
  };
  const ETIQUETTES = {
    "Copy to clipboard": "Copier",
    "Expand operation": "Déplier",
    "Collapse operation": "Replier",
  };
  const PREFIXES = [
    [/^Available values\s*:/, "Valeurs permises :"],
    [/^Default value\s*:/, "Par défaut :"],
    [/^Example\s*:/, "Exemple :"],
  ];

  function traduireTexte(noeud) {
    const texte = noeud.nodeValue;
    const exact = FRANCAIS[texte] || FRANCAIS[texte.trim()];
    if (exact !== undefined && exact !== texte) {
      noeud.nodeValue = exact;
      return;
    }
    for (const [motif, francais] of PREFIXES) {
      if (motif.test(texte)) {
        noeud.nodeValue = texte.replace(motif, francais);
      }
    }
  }

  function accessible(racine) {
    for (const [attribut, selecteur] of [["title", "[title]"], ["aria-label", "[aria-label]"]]) {
      for (const element of racine.querySelectorAll(selecteur)) {
        const francais = ETIQUETTES[element.getAttribute(attribut)];
        if (francais) {
          element.setAttribute(attribut, francais);
        }
      }
    }
    // Fields of parameters have no name of their own: the name of the parameter in their row.
    for (const ligne of racine.querySelectorAll("tr[data-param-name]")) {
      for (const champ of ligne.querySelectorAll("input, select, textarea")) {
        if (!champ.getAttribute("aria-label")) {
          champ.setAttribute("aria-label", ligne.getAttribute("data-param-name"));
        }
      }
    }
    // Our page has its own <main>.
    for (const principal of racine.querySelectorAll("main")) {
      principal.setAttribute("role", "region");
      principal.setAttribute("aria-label", "Demandes possibles");
    }
    for (const choix of racine.querySelectorAll("select:not([aria-label])")) {
      choix.setAttribute("aria-label", "Format");
    }
    for (const bloc of racine.querySelectorAll("pre, .highlight-code, .body-param__example")) {
      bloc.setAttribute("tabindex", "0");
    }
  }

  function traduire(racine) {
    const marche = document.createTreeWalker(racine, NodeFilter.SHOW_TEXT);
    while (marche.nextNode()) {
      if (!marche.currentNode.parentElement.closest("pre, code, textarea")) {
        traduireTexte(marche.currentNode);
      }
    }
    accessible(racine);
  }

  document.addEventListener("DOMContentLoaded", () => {
    const cible = document.getElementById("documentation");
    window.SwaggerUIBundle({
      url: "/api/v1/openapi.json",
      domNode: cible,
      // A deep link would be a link inside the button that folds an operation.
      deepLinking: false,
      docExpansion: "list",
      defaultModelsExpandDepth: 0,
      tryItOutEnabled: true,
      validatorUrl: null,
      displayRequestDuration: true,
      supportedSubmitMethods: ["get"],
      syntaxHighlight: { activated: false },
    });
    let prevu = false;
    const guet = new MutationObserver(() => {
      if (!prevu) {
        prevu = true;
        requestAnimationFrame(() => {
          prevu = false;
          traduire(cible);
        });
      }
    });
    guet.observe(cible, { childList: true, subtree: true });
  });
})();
