/* The quote panel: a mark opens the sentence it stands for, in place.
 * Without this script marks are plain links to the quotes at the end of the page. */
(() => {
  "use strict";

  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };

  const link = (from, text) => {
    const made = from.cloneNode(false);
    made.textContent = text;
    return made;
  };

  /* One row for each fact there is: who says it, how likely, where it stands. */
  const facts = (line, note) => {
    const list = element("dl", "facts");
    const add = (name, ...value) => list.append(element("div", "", element("dt", "", name), element("dd", "", ...value)));
    const { label, certainty, band } = line ? line.dataset : {};
    if (label) add("Status", label);
    if (certainty) add("In its words", `“${certainty}”` + (band ? ` – ${band}` : ""));
    const source = document.querySelector(`#${note.dataset.source} .cite`);
    if (source) add("Source", source.textContent);
    return list;
  };

  const fill = (panel, mark, note) => {
    const title = element("p", "title", `Quote ${mark.textContent}`);
    title.id = "quote-panel-title";
    const close = element("button", "close", "×");
    close.type = "button";
    close.setAttribute("aria-label", "Close");
    close.addEventListener("click", () => panel.close());
    const go = element("p", "go", link(note.querySelector(".to-source"), "See it in the source"));
    const publisher = note.querySelector(".to-publisher");
    if (publisher) go.append(link(publisher, "At the publisher"));
    go.firstElementChild.autofocus = true;
    panel.replaceChildren(title, note.querySelector("blockquote").cloneNode(true), facts(mark.closest(".line"), note), go, close);
  };

  /* Below the mark, or above it where there is more room; phones show the panel at the bottom (style sheet). */
  const place = (panel, mark) => {
    const at = mark.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = panel;
    const below = at.bottom + 8;
    const top = below + height <= innerHeight - 8 ? below : Math.max(8, at.top - 8 - height);
    panel.style.top = `${top}px`;
    panel.style.left = `${Math.max(16, Math.min(at.left - 24, document.documentElement.clientWidth - width - 16))}px`;
  };

  const show = (mark, note) => {
    const panel = element("dialog", "quote-panel md-typeset");
    panel.setAttribute("aria-labelledby", "quote-panel-title");
    fill(panel, mark, note);
    panel.addEventListener("click", (event) => {
      const outside = event.target === panel && (({ left, right, top, bottom }) =>
        event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom)(panel.getBoundingClientRect());
      if (outside || event.target.closest("a[href]")) panel.close();
    });
    panel.addEventListener("close", () => {
      panel.remove();
      mark.focus({ preventScroll: true });
    });
    document.body.append(panel);
    panel.showModal();
    place(panel, mark);
  };

  /* The theme gives its search box a role that needs a name. */
  document.querySelector('.md-search[role="dialog"]')?.setAttribute("aria-label", "Search");

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const mark = event.target instanceof Element ? event.target.closest('a.mark[href^="#note-"]') : null;
    const note = mark && document.getElementById(mark.hash.slice(1));
    if (!note || typeof HTMLDialogElement === "undefined") return;
    event.preventDefault();
    show(mark, note);
  });
})();
