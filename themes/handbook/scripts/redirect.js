// A page that has moved is left by its <meta>, which forgets which place of it was asked for.
(function () {
  "use strict";
  const anchor = decodeURI(location.hash.slice(1));
  const link = document.querySelector("main a");
  if (!anchor || !link || document.getElementById(anchor) || new URL(link.href).hash) return;
  location.replace(link.href + location.hash);
})();
