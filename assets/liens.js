/* Links inside the site (data-interne) change the address without loading the page again.

   The same two steps as dcc.Link, which cannot carry aria-* or data-*: push the address, then tell
   whoever listens (dcc.Location does). A click with a modifier, or to another window, is the browser's. */
(function () {
  "use strict";
  document.addEventListener("click", (evenement) => {
    const lien = evenement.target.closest("a[data-interne]");
    const { button, ctrlKey, metaKey, shiftKey, altKey, defaultPrevented } = evenement;
    if (!lien || defaultPrevented || button || ctrlKey || metaKey || shiftKey || altKey) {
      return;
    }
    if (lien.origin !== window.location.origin || (lien.target && lien.target !== "_self")) {
      return;
    }
    evenement.preventDefault();
    const autrePage = lien.pathname !== window.location.pathname;
    if (lien.href !== window.location.href) {
      window.history.pushState({}, "", lien.href);
      window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    }
    if (autrePage) {
      window.scrollTo(0, 0);
    }
  });
})();
