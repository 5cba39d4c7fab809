/* What the pages do beyond links: the colour scheme, the quote panel, search on demand. No word of the interface stands
 * here. Without this script marks are plain links to the quotes at the end of the page. It is run below the header, before
 * the page is there, so that no page is shown in the wrong colours first. */
(() => {
  "use strict";

  document.documentElement.classList.replace("no-js", "js");

  /* — What a reader chose, kept under the address of this site; the theme's script looks for it under these names. — */

  window.__md_scope = new URL("..", document.currentScript.src);
  const kept = (use) => {
    try {
      return use();
    } catch {
      return null; /* a browser that keeps nothing, or something that another site of this host left there */
    }
  };
  const key = (name, scope) => `${scope.pathname}.${name}`;

  window.__md_get = (name, store, scope = __md_scope) => kept(() => JSON.parse((store ?? localStorage).getItem(key(name, scope))));
  window.__md_set = (name, value, store, scope = __md_scope) =>
    kept(() => (store ?? localStorage).setItem(key(name, scope), JSON.stringify(value)));

  /* — The colour scheme: that of the system until the reader chooses; the theme's script keeps it in the same place. — */

  const schemes = [...document.querySelectorAll("input[name=__palette]")];
  const facets = ["media", "scheme", "primary", "accent"];
  const colours = (input) => Object.fromEntries(facets.map((name) => [name, input.getAttribute(`data-md-color-${name}`)]));

  const wear = (chosen) => {
    for (const [name, value] of Object.entries(colours(chosen))) document.body.setAttribute(`data-md-color-${name}`, value);
    for (const input of schemes) input.nextElementSibling.hidden = input !== chosen;
    chosen.checked = true;
  };

  const preferred = () => {
    const index = __md_get("__palette")?.index;
    return schemes[index] ?? schemes.find((input) => matchMedia(colours(input).media).matches) ?? schemes[0];
  };

  if (schemes.length) {
    wear(preferred());
    for (const [index, input] of schemes.entries()) {
      matchMedia(colours(input).media).addEventListener("change", () => wear(preferred()));
      input.addEventListener("change", () => {
        __md_set("__palette", { index, color: colours(input) });
        wear(input);
      });
    }
  }

  /* — The quote panel: a mark opens the sentence it stands for, in place. — */

  const noteOf = (mark) => document.getElementById(mark.hash.slice(1));

  /* The mark that was clicked, or the first one of the statement that a figure draws where it was clicked. */
  const markOf = (clicked) => {
    if (!clicked.matches(".figure a")) return clicked;
    return document.getElementById(clicked.getAttribute("href").slice(1))?.querySelector("a.mark");
  };

  const quotes = (panel) => {
    let opener = null;
    const slot = (name) => panel.querySelector(`[data-slot="${name}"]`);

    const fact = (name, text) => {
      const place = slot(name);
      place.textContent = text ?? "";
      place.closest("div").hidden = !place.textContent;
      return place;
    };

    /* The panel's own link leads where that of the note does, if there is one. */
    const lead = (name, note) => {
      const link = slot(name);
      const given = note.querySelector(`a.${name}`);
      link.hidden = !given;
      if (given) link.href = given.href;
    };

    const button = (mark, shown) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = mark.textContent;
      made.setAttribute("aria-label", mark.getAttribute("aria-label"));
      if (mark === shown) made.setAttribute("aria-current", "true");
      made.addEventListener("click", () => {
        fill(mark);
        slot("others").querySelector('[aria-current="true"]').focus();
      });
      return made;
    };

    const fill = (mark) => {
      const note = noteOf(mark);
      const line = mark.closest(".line");
      panel.querySelector(".title").textContent = mark.getAttribute("aria-label");
      slot("quote").replaceChildren(note.querySelector("blockquote").cloneNode(true));
      const { who, status, certainty, odds, review, reason } = line.dataset;
      fact("who", who);
      fact("certainty", certainty).lang = line.lang || document.documentElement.lang;
      fact("status", status);
      fact("odds", odds);
      fact("review", review);
      fact("reason", reason);
      const source = document.getElementById(note.dataset.source);
      for (const name of ["cite", "date"]) fact(name, source.querySelector(`.${name}`).textContent);
      for (const name of ["to-source", "to-publisher", "about-source"]) lead(name, note);
      const marks = [...line.querySelectorAll("a.mark")];
      slot("others").replaceChildren(...marks.map((other) => button(other, mark)));
      slot("others").parentElement.hidden = marks.length < 2;
    };

    /* Below what was clicked, or above it where there is more room; phones show the panel at the bottom (style sheet). */
    const place = (clicked) => {
      const at = clicked.getBoundingClientRect();
      const { offsetWidth: width, offsetHeight: height } = panel;
      const below = at.bottom + 8;
      const top = below + height <= innerHeight - 8 ? below : Math.max(8, at.top - 8 - height);
      panel.style.top = `${top}px`;
      panel.style.left = `${Math.max(16, Math.min(at.left - 24, document.documentElement.clientWidth - width - 16))}px`;
    };

    const outside = ({ clientX: x, clientY: y }) => {
      const { left, right, top, bottom } = panel.getBoundingClientRect();
      return x < left || x > right || y < top || y > bottom;
    };

    panel.addEventListener("click", (event) => {
      const beside = event.target === panel && event.detail > 0 && outside(event);
      if (beside || event.target.closest("a[href], .close")) panel.close();
    });
    panel.addEventListener("close", () => opener.focus({ preventScroll: true }));

    return (clicked, mark) => {
      opener = clicked;
      fill(mark);
      panel.showModal();
      place(clicked);
      panel.querySelector(".go a:not([hidden])").focus();
    };
  };

  const listen = () => {
    const panel = document.querySelector("dialog.quote-panel");
    if (!panel?.showModal) return;
    const show = quotes(panel);
    document.addEventListener("click", (event) => {
      if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      const clicked = event.target.closest?.('a.mark[href^="#note-"], .figure a[href^="#"]');
      const mark = clicked && markOf(clicked);
      if (!mark || !noteOf(mark)) return;
      event.preventDefault();
      show(clicked, mark);
    });
  };

  /* — Search: the theme's script, its worker and the index are fetched when somebody is about to search. — */

  const search = () => {
    const waiting = document.querySelector("script[data-for-search]");
    const field = document.querySelector(".md-search__input");
    if (!waiting || !field) return;

    const wake = () => {
      if (!waiting.isConnected) return;
      waiting.remove();
      const script = document.createElement("script");
      script.src = waiting.src;
      script.addEventListener("load", () => {
        document.dispatchEvent(new Event("DOMContentLoaded")); /* what it waits for has long been */
        field.dispatchEvent(new Event("keyup")); /* what was typed meanwhile */
      });
      document.body.append(script);
    };

    for (const event of ["pointerover", "focusin", "touchstart"]) {
      document.addEventListener(event, ({ target }) => target.closest?.(".md-search, [for=__search]") && wake(), { passive: true });
    }
    document.getElementById("__search").addEventListener("change", ({ target }) => target.checked && field.focus());
    document.addEventListener("keydown", (event) => {
      const { key, target, ctrlKey, metaKey, altKey } = event;
      if (!waiting.isConnected || !["f", "s", "/"].includes(key) || ctrlKey || metaKey || altKey) return;
      if (target.closest?.("input, select, textarea, dialog")) return;
      event.preventDefault();
      field.focus();
    });
    if (new URLSearchParams(location.search).has("h")) wake(); /* words to highlight */
  };

  document.addEventListener("DOMContentLoaded", () => (listen(), search()), { once: true });
})();
