// Elements, words and numbers. Everything from the data enters the page as text, never as markup.
const DATA = JSON.parse(document.getElementById("report-data").textContent);
const VIETNAMESE = DATA.lang === "vi";

function t(message, values = {}) {
  const words = DATA.messages[message] ?? message;
  return words.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
}

function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "style") Object.entries(value).forEach(([key, one]) => node.style.setProperty(key, one));
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

function number(value, digits = 0) {
  const [whole, rest] = value.toFixed(digits).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, VIETNAMESE ? "." : ",");
  return rest ? grouped + (VIETNAMESE ? "," : ".") + rest : grouped;
}

function percent(share, digits = 0) {
  return number(100 * share, digits) + (VIETNAMESE ? "\u00a0%" : "%");
}

function bidi(text) {
  return el("bdi", {}, text);
}

// "Nguyễn Đức" is found by "nguyen duc".
function folded(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
}

function letter(kind) {
  return el("span", { class: "letter c-" + kind.key, "aria-hidden": "true" }, kind.letter);
}

function shareBar(shares, label) {
  const parts = DATA.labels.classes.map((kind, place) => [kind, shares[place]]).filter(([, share]) => share > 0);
  const words = parts.map(([kind, share]) => `${kind.label} ${percent(share)}`).join(", ");
  const spans = parts.map(([kind, share]) =>
    el("span", { class: "fill-" + kind.key, title: `${kind.label}: ${percent(share, 1)}`, style: { width: 100 * share + "%" } }));
  return el("div", { class: "bar", role: "img", "aria-label": label ? `${label}: ${words}` : words }, spans);
}
