/* Elements that Dash does not follow (components/inerte.py): [tag, attributes, children], texts as texts.

   [data-partie=name] gets the children that #suite holds under its name. React knows of no child there, and
   leaves alone what is made. What stands takes only what differs from what was sent before: focus, open
   menus and what a script has written stay. What is no longer what was made (a translator wraps texts) is
   made anew. */
(function () {
  "use strict";
  // Nothing that runs, loads or takes a form: whatever else is named becomes a <span>. Those of inerte.py.
  const PERMIS = new Set(
    ("a abbr b br button caption dd details div dl dt em figcaption h1 h2 h3 h4 header li nav ol p section small " +
     "span strong sub summary sup table tbody td th thead time tr ul").split(" ")
  );
  const poses = new WeakMap();
  const balise = (nom) => (PERMIS.has(nom) ? nom : "span");

  function batir(noeud) {
    if (!Array.isArray(noeud)) {
      return document.createTextNode(noeud);
    }
    const [nom, attributs, enfants] = noeud;
    const element = document.createElement(balise(nom));
    Object.entries(attributs).forEach(([cle, valeur]) => element.setAttribute(cle, valeur));
    element.append(...enfants.map(batir));
    return element;
  }

  function changer(element, avant, apres) {
    for (const cle of Object.keys(avant)) {
      if (!(cle in apres)) {
        element.removeAttribute(cle);
      }
    }
    for (const [cle, valeur] of Object.entries(apres)) {
      if (avant[cle] !== valeur) {
        element.setAttribute(cle, valeur);
      }
    }
  }

  /* Whether what stands in a place is what was made there for a node. */
  function tient(place, noeud) {
    return Array.isArray(noeud)
      ? place.nodeType === Node.ELEMENT_NODE && place.localName === balise(noeud[0])
      : place.nodeType === Node.TEXT_NODE;
  }

  function accorder(parent, avant, apres) {
    if (parent.childNodes.length !== avant.length) {
      parent.replaceChildren(...apres.map(batir)); // Which is which cannot be told any more.
      return;
    }
    apres.forEach((noeud, i) => {
      const ancien = avant[i];
      const place = parent.childNodes[i];
      if (ancien === undefined) {
        parent.append(batir(noeud));
      } else if (!tient(place, ancien) || !tient(place, noeud)) {
        place.replaceWith(batir(noeud));
      } else if (Array.isArray(noeud)) {
        changer(place, ancien[1], noeud[1]);
        accorder(place, ancien[2], noeud[2]);
      } else if (noeud !== ancien) {
        place.data = noeud;
      }
    });
    while (parent.childNodes.length > apres.length) {
      parent.lastChild.remove();
    }
  }

  /* Put a list of nodes into an element, as small changes when it already holds a list. */
  function poser(element, noeuds) {
    try {
      accorder(element, poses.get(element) || [], noeuds);
    } catch (erreur) {
      poses.delete(element);
      element.replaceChildren(...noeuds.map(batir));
    }
    poses.set(element, noeuds);
  }

  const lues = new WeakMap(); // What holds a suite -> its text and what it says.

  function dire(suite) {
    let lue = suite && lues.get(suite);
    if (suite && (!lue || lue.texte !== suite.value)) {
      lue = { texte: suite.value, parties: JSON.parse(suite.value || "{}") };
      lues.set(suite, lue);
    }
    return lue ? lue.parties : {};
  }

  const principale = () => document.getElementById("suite");

  /* What a part of the page that came by itself holds is in a suite of its own, which [data-suite] names. */
  function suiteDe(element) {
    const seule = element.closest("[data-suite]");
    return seule ? document.getElementById(seule.dataset.suite) : principale();
  }

  function remplir(element) {
    try {
      poser(element, dire(suiteDe(element))[element.dataset.partie] || []);
    } catch (erreur) {
      console.error(erreur); // One part that cannot be made leaves the others be.
    }
  }

  function arrivees(changement) {
    return [...changement.addedNodes]
      .filter((n) => n.nodeType === Node.ELEMENT_NODE)
      .flatMap((n) => [
        ...(n.matches("[data-partie]") ? [n] : []),
        ...(n.firstElementChild ? n.querySelectorAll("[data-partie]") : []),
      ]);
  }

  new MutationObserver((changements) => {
    const nouvelle = changements.some((c) => c.type === "attributes" && c.target.localName === "data");
    const vides = nouvelle
      ? [...document.querySelectorAll("[data-partie]")]
      : changements.filter((c) => c.type === "childList").flatMap(arrivees);
    vides.forEach(remplir);
    if (vides.length) {
      window.dash_clientside.portulan.peinte(dire(principale()));
    }
  }).observe(document, { childList: true, subtree: true, attributeFilter: ["value"] });

  window.portulanInerte = { batir };
})();
