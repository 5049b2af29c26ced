// Two texts side by side: a passage chosen on one side comes to the same height on the other.

// sides: {left, right}, each {heading: Node, text}; passages: [{left: [start, end], right: [start, end], kind, ...}].
function createPairView(container, { sides, passages, describe, onSwitch }) {
  const rows = passages.map((passage, place) => ({ ...passage, number: place + 1 }));
  const view = { rows, active: 0, describe, panes: {}, bodies: {}, gutter: svg("svg", { class: "gutter", "aria-hidden": "true" }) };
  for (const side of ["left", "right"]) buildPane(view, side, sides[side]);
  container.replaceChildren(view.panes.left, view.gutter, view.panes.right);
  container.addEventListener("click", (event) => choose(view, event));
  container.addEventListener("focusin", (event) => choose(view, event));
  view.focusPassage = (number, side = "left") => activate(view, number, side);
  view.showOnlyMatches = (only) => showOnlyMatches(view, only, onSwitch);
  view.redraw = () => requestAnimationFrame(() => drawRibbons(view));
  const measure = () => { findStops(view); view.redraw(); };
  findStops(view);
  window.addEventListener("resize", measure);
  view.close = () => window.removeEventListener("resize", measure);
  view.redraw();
  return view;
}

function buildPane(view, side, { heading, text }) {
  const spans = view.rows.map((row) => ({ number: row.number, start: row[side][0], end: row[side][1], kind: row.kind, compared: row.compared }));
  const body = el("div", { class: "painted", tabindex: "-1" }, paintText(text, spans, editsOf(view, side)));
  addGaps(body);
  if (side === "right") body.querySelectorAll(".chip").forEach((chip) => chip.setAttribute("tabindex", "-1"));
  body.addEventListener("scroll", () => { follow(view, side); view.redraw(); }, { passive: true });
  for (const kind of ["wheel", "pointerdown", "keydown", "touchstart"]) body.addEventListener(kind, () => { view.leader = side; }, { passive: true });
  view.bodies[side] = body;
  view.panes[side] = el("section", { class: "pane", "data-side": side }, heading, body);
}

function editsOf(view, side) {
  const all = view.rows.flatMap((row) => [...ranges(row.edits[side], "edit"), ...ranges(row.moved[side], "moved")]);
  return all.sort((a, b) => a.start - b.start);
}

function ranges(flat, style) {
  const found = [];
  for (let i = 0; i < flat.length; i += 2) found.push({ start: flat[i], end: flat[i + 1], style });
  return found;
}

// For the legend: what the frames mean, as far as these passages have them, and where nothing is compared.
function differenceNotes(passages) {
  const sample = (style) => el("span", { class: "painted" }, el("span", { class: "seg " + style }, "abc"));
  const has = (part) => passages.some((one) => one[part].left.length || one[part].right.length);
  const bare = passages.flatMap((one, place) => (one.compared ? [] : [place + 1]));
  return [
    has("edits") ? el("li", {}, sample("edit"), t("words that differ between the two sides")) : null,
    has("moved") ? el("li", {}, sample("moved"), t("moved text")) : null,
    bare.length ? el("li", {}, t("≠ words not compared, nearly all differ: passage {numbers}", { numbers: bare.join(", ") })) : null,
  ];
}

// Before each run of lines without a match: how many lines the "only matches" view leaves out.
function addGaps(body) {
  let first = null;
  let count = 0;
  const close = () => {
    if (first) first.before(el("div", { class: "gap" }, t("… {count} lines without a match …", { count: number(count) })));
    [first, count] = [null, 0];
  };
  for (const line of [...body.children]) {
    if (!line.classList.contains("no-match")) close();
    else {
      first = first ?? line;
      count += 1;
    }
  }
  close();
}

function choose(view, event) {
  const target = event.target.closest("[data-chip], [data-passages]");
  const pane = event.target.closest(".pane");
  if (!target || !pane) return;
  const numbers = (target.dataset.chip ?? target.dataset.passages).split(" ").map(Number);
  const next = numbers[(numbers.indexOf(view.active) + 1) % numbers.length];
  const same = numbers.includes(view.active) && event.type === "focusin";
  activate(view, same ? view.active : next, pane.dataset.side);
}

function activate(view, number, side) {
  if (number < 1 || number > view.rows.length) return;
  view.active = number;
  for (const body of Object.values(view.bodies)) {
    body.querySelectorAll(".active").forEach((node) => node.classList.remove("active"));
    passageNodes(body, number).forEach((node) => node.classList.add("active"));
  }
  align(view, number, side);
  view.describe(view.rows[number - 1]);
  view.redraw();
}

function passageNodes(body, number) {
  return [...body.querySelectorAll(`[data-chip="${number}"], [data-passages~="${number}"]`)];
}

// The chosen passage stays where it is if the other can come there; else both go to the nearest height both can reach.
function align(view, number, side) {
  const other = side === "left" ? "right" : "left";
  const [here, there] = [view.bodies[side], view.bodies[other]];
  const [near, far] = [passageTop(here, number), passageTop(there, number)];
  if (near === null || far === null) return;
  const wanted = clamp(near - here.scrollTop, 24, here.clientHeight * 0.6);
  const height = Math.min(wanted, near, far);
  view.leader = null;
  here.scrollTop = near - height;
  there.scrollTop = far - height;
}

// Pixels from the top of the scrolled text to the passage's first line.
function passageTop(body, number) {
  const node = body.querySelector(`[data-passages~="${number}"]`);
  if (!node) return null;
  return node.getClientRects()[0].top - body.getBoundingClientRect().top + body.scrollTop;
}

// The other text scrolls along: at the height of a passage to that passage, between two in proportion.
function follow(view, side) {
  if (view.leader !== side) return;
  const other = side === "left" ? "right" : "left";
  const [here, there] = [view.bodies[side], view.bodies[other]];
  const points = view.stops[side];
  const middle = here.scrollTop + here.clientHeight * 0.3;
  let at = 0;
  while (at + 1 < points.length - 1 && points[at + 1][0] <= middle) at += 1;
  const [[a, x], [b, y]] = [points[at], points[at + 1] ?? points[at]];
  const share = b > a ? clamp((middle - a) / (b - a), 0, 1) : 0;
  there.scrollTop = x + share * (y - x) - there.clientHeight * 0.3;
}

// Heights at which both texts are level: the tops, each passage that comes after the one before on both sides, the ends.
function findStops(view) {
  const stops = [[0, 0]];
  for (const row of view.rows) {
    const pair = ["left", "right"].map((side) => passageTop(view.bodies[side], row.number));
    const last = stops[stops.length - 1];
    if (pair[0] !== null && pair[1] !== null && pair[0] >= last[0] && pair[1] >= last[1]) stops.push(pair);
  }
  stops.push(["left", "right"].map((side) => view.bodies[side].scrollHeight));
  view.stops = { left: stops, right: stops.map(([a, b]) => [b, a]) };
}

function clamp(value, low, high) {
  return Math.max(low, Math.min(value, high));
}

function showOnlyMatches(view, only, onSwitch) {
  for (const body of Object.values(view.bodies)) body.classList.toggle("only-matches", only);
  if (view.active) align(view, view.active, "left");
  else Object.values(view.bodies).forEach((body) => { body.scrollTop = 0; });
  onSwitch(only);
  findStops(view);
  view.redraw();
}

function drawRibbons(view) {
  const box = view.gutter.getBoundingClientRect();
  if (!box.width) return;
  const ribbons = view.rows.map((row) => ribbon(view, row, box)).filter(Boolean);
  view.gutter.replaceChildren(...ribbons.sort((a, b) => a.classList.contains("active") - b.classList.contains("active")));
}

function ribbon(view, row, box) {
  const [left, right] = [extent(view.bodies.left, row.number, box), extent(view.bodies.right, row.number, box)];
  if (!left || !right || (left[0] === left[1] && right[0] === right[1])) return null;
  const [middle, width] = [box.width / 2, box.width];
  const path = `M0 ${left[0]}C${middle} ${left[0]} ${middle} ${right[0]} ${width} ${right[0]}V${right[1]}` +
    `C${middle} ${right[1]} ${middle} ${left[1]} 0 ${left[1]}Z`;
  return svg("path", { d: path, class: `k-${row.kind}` + (row.number === view.active ? " active" : "") });
}

// Top and bottom of a passage beside the gutter, cut at the edges of the visible text.
function extent(body, number, box) {
  const nodes = body.querySelectorAll(`[data-passages~="${number}"]`);
  if (!nodes.length) return null;
  const seen = body.getBoundingClientRect();
  const [first, last] = [nodes[0].getBoundingClientRect(), nodes[nodes.length - 1].getBoundingClientRect()];
  return [first.top, last.bottom].map((y) => Math.round((clamp(y, seen.top, seen.bottom) - box.top) * 10) / 10);
}
