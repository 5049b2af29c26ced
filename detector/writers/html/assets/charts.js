// Two pictures of the unit, drawn as SVG: few elements whatever the number of submissions.
const CHART = { width: 1200, left: 44, top: 10, height: 190 };

// Where each class has its hatching; the plain ones are told apart by tone and letter.
const HATCHED = { shared: "rotate(45)", previous: "rotate(0)", reference: "rotate(-45)" };

function createShareChart(container, rows, { nameOf, onOpen }) {
  const chart = { container, rows: [], all: rows, nameOf, onOpen, place: -1 };
  chart.sort = (key) => sortChart(chart, key);
  sortChart(chart, "shared");
  return chart;
}

function sortChart(chart, key) {
  const place = DATA.labels.classes.findIndex((kind) => kind.key === key);
  const byName = (a, b) => chart.nameOf(a).localeCompare(chart.nameOf(b), DATA.lang);
  chart.rows = [...chart.all].sort((a, b) => (place < 0 ? 0 : b.shares[place] - a.shares[place]) || byName(a, b));
  drawShareChart(chart);
}

function drawShareChart(chart) {
  const labelled = chart.rows.length <= 60;
  const height = CHART.top + CHART.height + (labelled ? 112 : 8);
  const step = (CHART.width - CHART.left) / Math.max(1, chart.rows.length);
  chart.geometry = { step, gap: Math.min(6, step > 4 ? step * 0.2 : 0) };
  chart.cursor = svg("rect", { class: "cursor", y: CHART.top - 1, height: CHART.height + 2, width: Math.max(1, step - chart.geometry.gap), visibility: "hidden" });
  chart.readout = el("div", { class: "readout", "aria-live": "polite" }, t("Point at a column, or use the arrow keys, for its figures."));
  const picture = svg("svg", { class: "chart", viewBox: `0 0 ${CHART.width} ${height}`, tabindex: "0", role: "group", "aria-label": t("Provenance shares of each submission") },
    hatches(), gridLines(), DATA.labels.classes.map((kind, place) => classPath(chart, kind, place)), labelled ? columnNames(chart) : [], chart.cursor);
  listen(chart, picture);
  chart.container.replaceChildren(picture, chart.readout);
}

function hatches() {
  return svg("defs", {}, Object.entries(HATCHED).map(([key, turn]) =>
    svg("pattern", { id: "hatch-" + key, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: turn },
      svg("rect", { width: 6, height: 6, fill: `var(--${key})` }), svg("rect", { width: 6, height: 1.6, fill: `var(--${key}-ink)` }))));
}

function gridLines() {
  return [0, 0.25, 0.5, 0.75, 1].flatMap((share) => {
    const y = CHART.top + CHART.height * (1 - share);
    return [svg("line", { class: "grid", x1: CHART.left, x2: CHART.width, y1: y, y2: y }),
      svg("text", { x: CHART.left - 6, y: y + 4, "text-anchor": "end" }, percent(share))];
  });
}

function classPath(chart, kind, place) {
  const { step, gap } = chart.geometry;
  const columns = chart.rows.map((row, index) => {
    const before = row.shares.slice(0, place).reduce((sum, share) => sum + share, 0);
    const top = CHART.top + CHART.height * (1 - before - row.shares[place]);
    if (!row.shares[place]) return "";
    return `M${(CHART.left + index * step + gap / 2).toFixed(2)} ${top.toFixed(2)}h${(step - gap).toFixed(2)}v${(CHART.height * row.shares[place]).toFixed(2)}h${(gap - step).toFixed(2)}z`;
  });
  return svg("path", { d: columns.join(""), fill: kind.key in HATCHED ? `url(#hatch-${kind.key})` : `var(--${kind.key})` });
}

function columnNames(chart) {
  const { step } = chart.geometry;
  return chart.rows.map((row, index) => {
    const [x, y] = [CHART.left + (index + 0.5) * step + 4, CHART.top + CHART.height + 10];
    const name = chart.nameOf(row);
    return svg("text", { x, y, "text-anchor": "end", transform: `rotate(-55 ${x} ${y})` }, name.length > 20 ? name.slice(0, 19) + "…" : name);
  });
}

function listen(chart, picture) {
  picture.addEventListener("pointermove", (event) => point(chart, columnAt(chart, picture, event)));
  picture.addEventListener("click", (event) => open(chart, columnAt(chart, picture, event)));
  picture.addEventListener("keydown", (event) => {
    const moves = { ArrowRight: chart.place + 1, ArrowLeft: chart.place - 1, Home: 0, End: chart.rows.length - 1 };
    if (event.key in moves) point(chart, clamp(moves[event.key], 0, chart.rows.length - 1));
    else if (event.key === "Enter") open(chart, chart.place);
    else return;
    event.preventDefault();
  });
}

function columnAt(chart, picture, event) {
  const box = picture.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * CHART.width - CHART.left;
  return clamp(Math.floor(x / chart.geometry.step), 0, chart.rows.length - 1);
}

function open(chart, place) {
  if (chart.rows[place]) chart.onOpen(chart.rows[place]);
}

function point(chart, place) {
  const row = chart.rows[place];
  if (!row || place === chart.place) return;
  chart.place = place;
  chart.cursor.setAttribute("x", CHART.left + place * chart.geometry.step + chart.geometry.gap / 2);
  chart.cursor.setAttribute("visibility", "visible");
  const figures = DATA.labels.classes.map((kind, i) => [kind, row.shares[i]]).filter(([, share]) => share > 0)
    .map(([kind, share]) => el("span", {}, letter(kind), " ", kind.label, " ", el("strong", {}, percent(share))));
  chart.readout.replaceChildren(el("strong", {}, bidi(chart.nameOf(row))), ...figures);
}

// How many submissions have their strongest match in each tenth of their own text.
function createHistogram(container, rows, { onChoose }) {
  const counts = new Array(10).fill(0);
  for (const row of rows) counts[tenth(row)] += 1;
  const [width, height, left] = [560, 270, 10];
  const [step, most] = [(width - left) / 10, Math.max(1, ...counts)];
  const columns = counts.flatMap((count, place) => {
    const size = (count / most) * (height - 24);
    const x = left + place * step;
    const words = t("{count} submissions: {low} to {high}", { count: number(count), low: percent(place / 10), high: percent((place + 1) / 10) });
    const column = svg("rect", { class: "column", x: x + 3, y: height - size, width: step - 6, height: size, rx: 2, tabindex: count ? "0" : null, role: count ? "button" : null, "aria-label": words }, svg("title", {}, words));
    column.addEventListener("click", () => onChoose(place));
    column.addEventListener("keydown", (event) => { if (event.key === "Enter") onChoose(place); });
    return [column, count ? svg("text", { class: "value", x: x + step / 2, y: height - size - 6, "text-anchor": "middle" }, number(count)) : null,
      svg("text", { x, y: height + 16, "text-anchor": "middle" }, percent(place / 10))];
  });
  container.replaceChildren(svg("svg", { class: "chart", viewBox: `-10 0 ${width + 30} ${height + 22}`, role: "group", "aria-label": t("Strongest match of each submission") },
    svg("line", { class: "grid", x1: left, x2: width, y1: height, y2: height }), columns, svg("text", { x: width, y: height + 16, "text-anchor": "middle" }, percent(1))));
}

function tenth(row) {
  return Math.min(9, Math.floor((row.strongest ? row.strongest.share : 0) * 10));
}
