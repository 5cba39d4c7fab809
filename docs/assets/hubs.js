/* Filters of the list of all briefs. What is chosen stands in the fragment of the address (#actor=…&tag=…&year=…), so that
 * a filtered list can be linked and the back button works. Without this script there are no filters and all is listed.
 * It stands right behind the form, so that this is there before the list is drawn, and starts when the list has been read. */
(() => {
  "use strict";

  const form = document.querySelector("form.filters");
  form.hidden = false;
  const status = form.querySelector("[role=status]");
  const clear = form.querySelector("button");
  const filters = [...form.querySelectorAll("select")];
  let items = [];
  let sections = [];
  for (const option of form.querySelectorAll("option")) option.dataset.text = option.text;

  const fits = (item, but) => filters.every((filter, n) => n === but || !filter.value || item.values[n].includes(filter.value));

  /* At each choice, how many briefs it would leave; one that would leave none cannot be chosen. */
  const count = (filter, n) => {
    const counts = new Map();
    for (const item of items) {
      if (fits(item, n)) for (const value of item.values[n]) counts.set(value, (counts.get(value) || 0) + 1);
    }
    for (const option of filter.options) {
      if (!option.value) continue;
      const left = counts.get(option.value) || 0;
      option.text = `${option.dataset.text} (${left.toLocaleString(document.documentElement.lang)})`;
      option.disabled = !left && !option.selected;
    }
  };

  const show = () => {
    let found = 0;
    for (const item of items) {
      const fit = fits(item);
      item.element.hidden = !fit;
      found += fit;
    }
    for (const section of sections) section.hidden = !section.querySelector("li:not([hidden])");
    filters.forEach(count);
    const said = found ? status.dataset.some : status.dataset.none;
    clear.disabled = filters.every((filter) => !filter.value);
    if (!clear.disabled || status.textContent) status.textContent = said.replace("{found}", found.toLocaleString(document.documentElement.lang));
  };

  const read = () => {
    const chosen = new URLSearchParams(location.hash.slice(1));
    for (const filter of filters) {
      const value = chosen.get(filter.name) || "";
      filter.value = [...filter.options].some((option) => option.value === value) ? value : "";
    }
    show();
  };

  const write = () => {
    const chosen = new URLSearchParams(filters.filter((filter) => filter.value).map((filter) => [filter.name, filter.value]));
    const fragment = chosen.toString();
    history.pushState(null, "", fragment ? `#${fragment}` : location.href.split("#")[0]);
    show();
  };

  const start = () => {
    items = [...document.querySelectorAll(".list > li")].map((element) => ({
      element,
      values: filters.map(({ name }) => (element.dataset[name] || "").split("\n")),
    }));
    sections = [...document.querySelectorAll("section.year")];
    read();
    addEventListener("popstate", read);
  };

  form.addEventListener("change", write);
  form.addEventListener("submit", (event) => event.preventDefault());
  clear.addEventListener("click", (event) => {
    event.preventDefault();
    for (const filter of filters) filter.value = "";
    write();
    filters[0].focus();
  });
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
