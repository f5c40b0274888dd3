
// Large text on and off without a new page, remembered on this device.

(function () {
  const root = document.documentElement;
  const toggle = document.querySelector("[data-size]");
  if (!toggle || !self.URL) return;
  const names = [toggle.textContent, toggle.dataset.size];
  const begunLarge = root.classList.contains("elder");

  function remembered() {
    try {
      return localStorage.getItem("minyi:size");
    } catch (_) {
      return null;
    }
  }

  function sized(address, large) {
    const url = new URL(address, location.href);
    if (large) url.searchParams.set("size", "large");
    else url.searchParams.delete("size");
    return url;
  }

  function apply(large) {
    root.classList.toggle("elder", large);
    toggle.textContent = names[large === begunLarge ? 0 : 1];
    for (const link of document.querySelectorAll("a[href]:not([data-size])")) {
      const url = sized(link.href, large);
      if (url.origin === location.origin && url.hash === "") link.href = url.pathname + url.search;
    }
    for (const name of ["action", "formaction"]) {
      for (const way of document.querySelectorAll("[" + name + "]:not([data-size])")) {
        const url = sized(way.getAttribute(name), large);
        way.setAttribute(name, url.pathname + url.search);
      }
    }
    history.replaceState(history.state, "", sized(location.href, large));
  }

  toggle.addEventListener("click", (event) => {
    event.preventDefault();
    const large = !root.classList.contains("elder");
    try {
      localStorage.setItem("minyi:size", large ? "large" : "normal");
    } catch (_) {
      // The address remembers it.
    }
    apply(large);
  });
  const large = begunLarge && location.search.includes("size=large") ? true : remembered() === "large";
  if (large !== begunLarge) apply(large);
})();
