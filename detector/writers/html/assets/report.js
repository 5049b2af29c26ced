// The report page: what is drawn where, and moving between overview, one submission and one pair.
const PRINTED_PAIRS = 30;
const KEYS = DATA.labels.classes.map((kind) => kind.key);
const page = { tables: [], filter: { words: "", flag: "", rating: "", tenth: null }, scroll: 0 };

const byId = (id) => document.getElementById(id);
const documentOf = (row) => DATA.documents[row.document];
const nameOf = (row) => documentOf(row).name;
const shareOf = (shares, key) => (shares ? shares[KEYS.indexOf(key)] : null);
const submissionAt = new Map(DATA.submissions.map((row, place) => [row.document, place]));

function start() {
  drawOverview();
  drawClusters();
  drawSubmissions();
  drawPairs();
  window.addEventListener("hashchange", route);
  window.addEventListener("beforeprint", () => expand(true));
  window.addEventListener("afterprint", () => expand(false));
  route();
}

function drawOverview() {
  const options = { nameOf, onOpen: (row) => openSubmission(submissionAt.get(row.document)) };
  const chart = createShareChart(byId("share-chart"), DATA.submissions, options);
  byId("share-legend").append(legend());
  byId("share-order").addEventListener("change", (event) => chart.sort(event.target.value));
  createHistogram(byId("histogram"), DATA.submissions, { onChoose: (place) => filterBy({ tenth: place }) });
  document.querySelectorAll("[data-flag]").forEach((button) =>
    button.addEventListener("click", () => filterBy({ flag: button.dataset.flag, tenth: null })));
}

// Clusters

function drawClusters() {
  const shown = DATA.clusters.slice(0, 12);
  byId("clusters").append(...shown.map(clusterCard));
  const more = byId("more-clusters");
  more.hidden = DATA.clusters.length <= shown.length;
  more.addEventListener("click", () => {
    byId("clusters").append(...DATA.clusters.slice(12).map(clusterCard));
    more.hidden = true;
  });
}

function clusterCard(cluster) {
  const title = t("Group {id}: {count} of {all} submissions", { id: cluster.id, count: number(cluster.members.length), all: number(DATA.submissions.length) });
  const members = cluster.members.slice(0, 40).map((place) => el("li", {}, documentLink(place)));
  if (cluster.members.length > 40) members.push(el("li", {}, t("and {count} more", { count: number(cluster.members.length - 40) })));
  const core = cluster.core
    ? [el("p", { class: "note" }, t("Text common to all of them:")), el("blockquote", { class: "quote" }, cluster.core)]
    : [el("p", { class: "note" }, t("A chain: neighbours have text in common, but no text is common to all."))];
  return el("article", { class: "cluster", id: "cluster-" + cluster.id }, el("h4", {}, title), el("p", { class: "note" }, cluster.kind), el("ul", { class: "members" }, members), core);
}

function documentLink(place) {
  const name = bidi(DATA.documents[place].name);
  if (!submissionAt.has(place)) return el("span", {}, name, " (", DATA.labels.roles[DATA.documents[place].role], ")");
  return el("a", { class: "link", href: "#submission-" + (submissionAt.get(place) + 1) }, name);
}

// Submissions

function drawSubmissions() {
  const own = (row) => shareOf(row.own_shares, "own");
  const strongest = (row) => (row.strongest ? row.strongest.share : 0);
  page.submissions = createTable(byId("submission-table"), {
    caption: t("Submissions"), rows: DATA.submissions, order: ["strongest", true],
    columns: [
      { key: "name", label: t("Submission"), kind: "who", header: true, value: nameOf, render: submissionCell },
      { key: "shares", label: t("Provenance of the whole text"), render: (row) => shareBar(row.shares) },
      { key: "own", label: t("Own writing"), kind: "number", value: (row) => own(row) ?? -1, render: (row) => (own(row) === null ? "–" : percent(own(row))) },
      { key: "shared", label: t("Shared passages"), kind: "number", value: (row) => shareOf(row.own_shares, "shared") ?? -1, render: (row) => (row.own_shares ? percent(shareOf(row.own_shares, "shared")) : "–") },
      { key: "strongest", label: t("Strongest match"), kind: "number", value: strongest, render: strongestCell },
      { key: "with", label: t("Strongest match with"), kind: "match", render: matchLink },
      { key: "flags", label: t("Flags"), kind: "", value: (row) => -row.findings.length, render: flagChips },
      { key: "rating", label: t("Self-rating"), kind: "", value: (row) => row.rating ?? "~", render: (row) => DATA.labels.ratings[row.rating] ?? "–" },
      { key: "syllables", label: t("Syllables"), kind: "number", value: (row) => row.syllables, render: (row) => number(row.syllables) },
    ],
  });
  page.tables.push(page.submissions);
  listenToFilters();
}

function submissionCell(row) {
  const place = submissionAt.get(row.document) + 1;
  const { name, file } = documentOf(row);
  return [el("a", { class: "link", href: "#submission-" + place }, bidi(name)), name === file ? null : el("span", { class: "file" }, bidi(file))];
}

function strongestCell(row) {
  return row.strongest ? percent(row.strongest.share) : "–";
}

function matchLink(row) {
  if (!row.strongest || row.strongest.share < 0.005) return "";
  const name = bidi(DATA.documents[row.strongest.other].name);
  return row.strongest.pair === null ? name : el("a", { class: "link", href: "#pair-" + (row.strongest.pair + 1) }, name);
}

function flagChips(row) {
  if (!row.findings.length) return el("span", { class: "none" }, "–");
  const kinds = [...new Set(row.findings.map((finding) => finding.kind))];
  return el("div", { class: "chips" }, kinds.map((kind) => el("span", { class: "flag f-" + kind }, DATA.labels.flags[kind] ?? kind)));
}

function listenToFilters() {
  byId("filter-words").addEventListener("input", (event) => filterBy({ words: event.target.value }, false));
  byId("filter-flag").addEventListener("change", (event) => filterBy({ flag: event.target.value }, false));
  byId("filter-rating").addEventListener("change", (event) => filterBy({ rating: event.target.value }, false));
  byId("filter-clear").addEventListener("click", () => filterBy({ words: "", flag: "", rating: "", tenth: null }, false));
  filterBy({}, false);
}

function filterBy(change, jump = true) {
  Object.assign(page.filter, change);
  const { words, flag, rating, tenth: bin } = page.filter;
  const wanted = folded(words.trim());
  const found = page.submissions.filter((row) =>
    (!wanted || folded(nameOf(row) + " " + documentOf(row).file).includes(wanted)) && hasFlag(row, flag) &&
    (!rating || row.rating === rating) && (bin === null || tenth(row) === bin));
  byId("filter-words").value = words;
  byId("filter-flag").value = flag;
  byId("filter-rating").value = rating;
  const range = bin === null ? "" : " · " + t("strongest match {low} to {high}", { low: percent(bin / 10), high: percent((bin + 1) / 10) });
  byId("filter-found").textContent = t("{count} of {all} submissions", { count: number(found), all: number(DATA.submissions.length) }) + range;
  if (jump) byId("submissions").scrollIntoView();
}

function hasFlag(row, flag) {
  if (flag === "any") return row.findings.length > 0;
  if (flag === "none") return row.findings.length === 0;
  return !flag || row.findings.some((finding) => finding.kind === flag);
}

// Pairs

// Of a crowd with one text whoever comes first would stand in most rows of one list: its pairs are listed apart.
const inCrowd = (pair) => pair.in_crowd;

function drawPairs() {
  drawPairTable(byId("pair-table"), t("Pairs"), DATA.pairs.filter((pair) => !inCrowd(pair)));
  if (byId("crowd-table")) drawPairTable(byId("crowd-table"), t("Pairs within the group"), DATA.pairs.filter(inCrowd));
}

function drawPairTable(holder, caption, rows) {
  const spread = (pair) => pair.spread ?? Infinity;
  const place = new Map(DATA.pairs.map((pair, index) => [pair, index + 1]));
  const table = createTable(holder, {
    caption, rows, order: ["evidence", true],
    columns: [
      { key: "number", label: t("No."), kind: "number", value: (pair) => place.get(pair), render: (pair) => number(place.get(pair)) },
      { key: "left", label: t("First text"), kind: "who", value: (pair) => DATA.documents[pair.left].name, render: (pair) => pairLink(pair, "left", place.get(pair)) },
      { key: "left_share", label: t("Matched, first text"), kind: "number", value: (pair) => pair.left_share, render: (pair) => percent(pair.left_share) },
      { key: "right", label: t("Second text"), kind: "who", value: (pair) => DATA.documents[pair.right].name, render: (pair) => pairLink(pair, "right", place.get(pair)) },
      { key: "right_share", label: t("Matched, second text"), kind: "number", value: (pair) => pair.right_share, render: (pair) => percent(pair.right_share) },
      { key: "passages", label: t("Passages"), kind: "number", value: (pair) => pair.passage_count, render: (pair) => number(pair.passage_count) },
      { key: "spread", label: t("Submissions with the rarest passage"), kind: "number", value: spread, render: (pair) => (Number.isFinite(spread(pair)) ? `${number(spread(pair))} / ${number(DATA.submissions.length)}` : "–") },
      { key: "evidence", label: t("Rarity, bits"), kind: "number", value: (pair) => pair.evidence, render: (pair) => number(pair.evidence) },
      { key: "cluster", label: t("Group"), kind: "nowrap", value: (pair) => pair.cluster ?? "~", render: (pair) => pair.cluster ?? "–" },
      { key: "open", label: "", render: (pair) => el("a", { class: "button", href: "#pair-" + place.get(pair) }, t("Side by side")) },
    ],
  });
  page.tables.push(table);
}

function pairLink(pair, side, number) {
  const { name, file, role } = DATA.documents[pair[side]];
  const note = role === "submission" ? file : DATA.labels.roles[role];
  const between = side === "right" && pair.between_units ? el("span", { class: "file" }, t("between two units")) : null;
  return [el("a", { class: "link", href: "#pair-" + number }, bidi(name)), name === note ? null : el("span", { class: "file" }, bidi(note)), between];
}

// Moving between views

function route() {
  const [, kind, place] = /^#(submission|pair)-(\d+)$/.exec(location.hash) ?? [];
  if (kind === "pair" && DATA.pairs[place - 1]) showView("pair-view", () => showPair(Number(place) - 1));
  else if (kind === "submission" && DATA.submissions[place - 1]) showView("submission-view", () => showSubmission(Number(place) - 1));
  else showView("report-view", () => {});
}

function showView(id, draw) {
  const before = document.querySelector("[data-view]:not([hidden])");
  if (before.id === "report-view" && id !== "report-view") page.scroll = window.scrollY;
  document.querySelectorAll("[data-view]").forEach((view) => { view.hidden = view.id !== id; });
  if (page.pair) page.pair.close();
  page.pair = null;
  draw();
  if (id === "report-view") { if (before.id !== id && location.hash.length < 2) window.scrollTo(0, page.scroll); return; }
  window.scrollTo(0, 0);
  const start = page.pair ? page.pair.bodies.left : byId(id).querySelector("h2");  // then Tab reaches the first passage
  start.focus({ preventScroll: true });
}

function openSubmission(place) {
  location.hash = "submission-" + (place + 1);
}

function backLink() {
  return el("button", { type: "button", class: "button back", onclick: () => { location.hash = ""; } }, "‹ ", t("Back to the overview"));
}

function printButton() {
  return el("button", { type: "button", class: "button", onclick: () => window.print() }, t("Print this view"));
}

// One submission

function showSubmission(place) {
  const row = DATA.submissions[place];
  const about = documentOf(row);
  const facts = [DATA.labels.ratings[row.rating] && `${t("Self-rating")}: ${DATA.labels.ratings[row.rating]}`, about.post, about.year && t("Year {year}", { year: about.year }),
    `${number(row.syllables)} ${t("syllables")}`].filter(Boolean);
  byId("submission-view").replaceChildren(el("div", { class: "wrap single" },
    el("div", { class: "pair-row no-print" }, backLink(), el("span", { class: "spacer" }), printButton()),
    el("h2", { tabindex: "-1" }, bidi(about.name)),
    el("p", { class: "meta" }, el("span", { class: "file" }, bidi(about.file)), facts.map((fact) => el("span", {}, bidi(fact)))),
    el("div", { class: "layout" },
      el("div", { class: "card facts" }, findingList(row), shareTable(row)),
      el("div", { class: "card document" }, textLegend(), documentText(row.document)))));
}

function findingList(row) {
  if (!row.findings.length) return el("div", {}, el("h3", {}, t("Flags")), el("p", { class: "note" }, t("Nothing to look at was found in this submission.")));
  return el("div", {}, el("h3", {}, t("What was found")), row.findings.map((finding) =>
    el("div", { class: "finding" }, el("span", { class: "flag f-" + finding.kind }, DATA.labels.flags[finding.kind] ?? finding.kind),
      el("p", {}, bidi(finding.sentence)), el("p", { class: "evidence" }, finding.evidence.map((other) => evidenceLink(row.document, other))))));
}

function evidenceLink(document, other) {
  const place = DATA.pairs.findIndex((pair) => (pair.left === document && pair.right === other) || (pair.right === document && pair.left === other));
  if (place < 0) return documentLink(other);
  return el("a", { class: "link", href: "#pair-" + (place + 1) }, t("Side by side with"), " ", bidi(DATA.documents[other].name));
}

function shareTable(row) {
  const lines = DATA.labels.classes.map((kind, place) => el("tr", {},
    el("th", { scope: "row" }, letter(kind), " ", kind.label), el("td", { class: "number" }, percent(row.shares[place], 1)),
    el("td", { class: "number" }, row.own_shares ? percent(row.own_shares[place], 1) : "–")));
  return el("div", { class: "shares" }, el("h3", {}, t("Shares")), shareBar(row.shares, t("Whole text")),
    el("table", {}, el("caption", { class: "visually-hidden" }, t("Shares")), el("thead", {}, el("tr", {},
      el("th", { scope: "col" }, t("Class")), el("th", { scope: "col", class: "number" }, t("Whole text")), el("th", { scope: "col", class: "number" }, t("Without form and rule")))), el("tbody", {}, lines)),
    row.measures.map(([words, figure]) => el("p", { class: "note" }, words, ": ", el("strong", {}, figure))));
}

function documentText(place) {
  const text = DATA.texts[place];
  if (!text) return el("p", { class: "pair-missing" }, t("This text is not carried by the page, to keep it small. The run file has it."));
  const cut = text.cut ? el("p", { class: "note" }, t("The page shows only the beginning of this long text.")) : null;
  return [el("div", { class: "painted", lang: "vi" }, paintText(text)), cut];
}

// One pair

function showPair(place) {
  const pair = DATA.pairs[place];
  const view = byId("pair-view");
  const body = el("div", { class: "pair-body" });
  const active = el("p", { class: "pair-active", "aria-live": "polite" }, t("Click a numbered passage, or press Tab, to see it on both sides."));
  const counter = el("span", { class: "counter" }, `– / ${number((pair.passages ?? []).length)}`);
  view.replaceChildren(el("div", { class: "pair" }, pairHead(place, pair, counter, active), body));
  if (!pair.passages) return body.replaceWith(missingPair(pair));
  const describe = (row) => { active.replaceChildren(passageWords(row), passagePlaces(row)); counter.textContent = `${row.number} / ${pair.passages.length}`; };
  const sides = { left: pairSide(pair, "left"), right: pairSide(pair, "right") };
  page.pair = createPairView(body, { sides, passages: pair.passages, describe, onSwitch: markSwitch });
  return undefined;
}

function pairHead(place, pair, counter, active) {
  const names = [bidi(DATA.documents[pair.left].name), " – ", bidi(DATA.documents[pair.right].name)];
  return el("div", { class: "pair-head" },
    el("div", { class: "pair-row" }, backLink(), el("h2", { tabindex: "-1" }, t("Pair {number}", { number: place + 1 }), ": ", names),
      pairTurn(place - 1, "‹ ", t("Previous pair")), pairTurn(place + 1, t("Next pair"), " ›"), printButton()),
    el("p", { class: "pair-why" }, bidi(pair.sentence)),
    el("p", { class: "pair-limits" }, t("The text cannot tell who wrote first, nor whether the sharing was allowed."), " ", pairFigures(pair)),
    el("div", { class: "pair-row" }, textLegend(shownClasses(pair), differenceNotes(pair.passages ?? []))),
    pair.passages ? el("div", { class: "pair-row no-print" }, passageTurn(-1, "‹ ", t("Previous passage")), counter, passageTurn(1, t("Next passage"), " ›"), active,
      el("span", { class: "spacer" }), switchButton(t("Whole text"), false), switchButton(t("Only matches"), true)) : null);
}

// Only the classes that the two texts have, to leave room for the texts.
function shownClasses(pair) {
  const marks = [pair.left, pair.right].flatMap((place) => (DATA.texts[place] ? markRows(DATA.texts[place].marks) : []));
  const kinds = (pair.passages ?? []).map((passage) => passage.kind);
  return new Set([...marks.map((mark) => mark.kind.key), ...kinds]);
}

function pairFigures(pair) {
  return `${t("Rarity")} ${number(pair.evidence)} ${t("bits")} · ${t("Jaccard")} ${number(pair.jaccard, 2)} · ${t("Cosine")} ${number(pair.cosine, 2)}`;
}

function pairTurn(place, ...words) {
  if (!DATA.pairs[place]) return el("button", { type: "button", class: "button", disabled: true }, words);
  return el("a", { class: "button", href: "#pair-" + (place + 1) }, words);
}

function passageTurn(step, ...words) {
  return el("button", { type: "button", class: "button", onclick: () => turnPassage(step) }, words);
}

function turnPassage(step) {
  const count = page.pair.rows.length;
  const next = page.pair.active ? page.pair.active + step : step > 0 ? 1 : count;
  page.pair.focusPassage(((next - 1 + count) % count) + 1);
}

function switchButton(words, only) {
  return el("button", { type: "button", class: "button", "data-only": String(only), "aria-pressed": String(!only), onclick: () => page.pair.showOnlyMatches(only) }, words);
}

function markSwitch(only) {
  document.querySelectorAll("[data-only]").forEach((button) => button.setAttribute("aria-pressed", String((button.dataset.only === "true") === only)));
}

function pairSide(pair, side) {
  const about = DATA.documents[pair[side]];
  const place = submissionAt.get(pair[side]);
  const name = place === undefined ? bidi(about.name) : el("a", { class: "link", href: "#submission-" + (place + 1) }, bidi(about.name));
  const figure = { share: percent(pair[side + "_share"]) };
  const share = pair.rewritten ? t("{share} of the text outside form and regulation stands in such parts", figure) : t("{share} of the text outside form and regulation matched", figure);
  const heading = el("header", {}, el("strong", {}, name), about.role === "submission" ? null : el("span", {}, DATA.labels.roles[about.role]),
    el("span", { class: "file" }, bidi(about.file)), el("span", { class: "share" }, share));
  return { heading, text: DATA.texts[pair[side]] };
}

function passageWords(row) {
  const values = { number: row.number, similarity: percent(row.similarity), spread: number(row.spread), all: number(DATA.submissions.length), bits: number(row.bits) };
  return row.kind === "shared"
    ? t("Passage {number}: in {spread} of {all} submissions; {similarity} alike; rarity {bits} bits", values)
    : t("Passage {number}: {similarity} alike", values);
}

// Where the passage stands in either file: section, page, table cell or sheet row.
function passagePlaces(row) {
  const [left, right] = row.places ?? ["", ""];
  if (!left && !right) return "";
  return el("span", { class: "detail" }, " · ", bidi(left || "–"), " ↔ ", bidi(right || "–"));
}

function missingPair(pair) {
  return el("div", { class: "pair-missing" }, el("p", {}, t("The texts of this pair are not carried by the page, to keep it small. The run file has them.")),
    el("p", {}, documentLink(pair.left), " · ", documentLink(pair.right)));
}

// Printing

function expand(printing) {
  page.tables.forEach((table) => table.showAll(printing));
  document.querySelectorAll("details").forEach((details) => {
    if (printing) details.dataset.open = details.open;
    details.open = printing || details.dataset.open === "true";
  });
  byId("appendix").replaceChildren(...(printing && !byId("report-view").hidden ? printedPairs().map(printedPair) : []));
}

// Each with its number: those of crowds last.
function printedPairs() {
  const numbered = DATA.pairs.map((pair, place) => ({ pair, place }));
  return [...numbered.filter((one) => !inCrowd(one.pair)), ...numbered.filter((one) => inCrowd(one.pair))].slice(0, PRINTED_PAIRS);
}

function printedPair({ pair, place }) {
  const rows = (pair.passages ?? []).map((row, index) => el("tr", {}, ...["left", "right"].map((side) =>
    el("td", {}, el("strong", {}, `${index + 1}. `), DATA.texts[pair[side]].text.slice(...row[side])))));
  return el("section", {}, el("h3", {}, t("Pair {number}", { number: place + 1 })), el("p", {}, bidi(pair.sentence)),
    rows.length ? el("table", {}, el("thead", {}, el("tr", {}, ...["left", "right"].map((side) => el("th", { scope: "col" }, bidi(DATA.documents[pair[side]].name))))), el("tbody", {}, rows)) : null);
}

start();
