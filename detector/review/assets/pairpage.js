// The page of a pair: the two texts, the chosen passage and what can be done with it.
const pairPage = { view: null };

function startPairPage() {
  const body = document.getElementById("pair-body");
  const sides = { left: pairPane("left"), right: pairPane("right") };
  document.getElementById("legend").append(textLegend(shownKinds(), differenceNotes(DATA.passages)));
  pairPage.view = createPairView(body, { sides, passages: DATA.passages, describe: describePassage, onSwitch: markOnly });
  document.querySelectorAll("[data-turn]").forEach((button) => button.addEventListener("click", () => turnPassage(Number(button.dataset.turn))));
  document.querySelectorAll("[data-only]").forEach((button) =>
    button.addEventListener("click", () => pairPage.view.showOnlyMatches(button.dataset.only === "true")));
  const asked = DATA.passages.findIndex((passage) => location.hash === `#passage-${passage.row}`);
  if (asked >= 0) pairPage.view.focusPassage(asked + 1);
  pairPage.view.bodies.left.focus({ preventScroll: true });  // so that the first Tab reaches the first passage
}

function pairPane(side) {
  const text = DATA.texts[side];
  const words = side === "left" ? t("First text") : t("Second text");
  const heading = el("header", {}, el("span", { class: "visually-hidden" }, words), el("strong", {}, bidi(DATA.names[side])),
    el("span", { class: "file" }, bidi(DATA.files[side])));
  return { heading, text };
}

function shownKinds() {
  const marks = ["left", "right"].flatMap((side) => markRows(DATA.texts[side].marks));
  return new Set([...marks.map((mark) => mark.kind.key), ...DATA.passages.map((passage) => passage.kind)]);
}

function describePassage(row) {
  document.getElementById("counter").textContent = `${row.number} / ${DATA.passages.length}`;
  document.getElementById("active").replaceChildren(passageSentence(row), ...passagePlaces(row));
  document.getElementById("who-else").href = `${DATA.base}/passage/${row.row}`;
  document.querySelector("#exclude [name=passage]").value = row.row;
  // Back at the same passage afterwards: the address of the form's answer names it.
  for (const id of ["exclude", "include"]) document.querySelector(`#${id} [name=back]`).value = `${location.pathname}#passage-${row.row}`;
  document.querySelector("#include [name=row]").value = row.excluded ?? "";
  document.getElementById("exclude").hidden = row.excluded !== null;
  document.getElementById("include").hidden = row.excluded === null;
  document.getElementById("passage-actions").hidden = false;
}

function passageSentence(row) {
  if (row.kind === "excluded") return t("Passage {number}: excluded, it no longer counts", { number: row.number });
  if (DATA.blind) return t("Passage {number}", { number: row.number });  // there are no figures in the page
  const values = { number: row.number, similarity: percent(row.similarity), spread: number(row.spread), all: number(DATA.submissions), bits: number(row.bits) };
  if (row.kind !== "shared") return t("Passage {number}: {similarity} alike", values);
  return t("Passage {number}: in {spread} of {all} submissions; {similarity} alike; rarity {bits} bits", values);
}

// "II. Tasks · table 1, row 3" on either side; once where both stand in the same place.
function passagePlaces(row) {
  const [left, right] = row.places;
  if (!left && !right) return [];
  const words = left === right ? t("both: {place}", { place: left }) : `${left || "–"} | ${right || "–"}`;
  return [el("span", { class: "passage-places" }, bidi(words))];
}

function turnPassage(step) {
  const count = pairPage.view.rows.length;
  if (!count) return;
  const next = pairPage.view.active ? pairPage.view.active + step : step > 0 ? 1 : count;
  const number = ((next - 1 + count) % count) + 1;
  pairPage.view.focusPassage(number);
  document.querySelector(`[data-side=left] [data-chip="${number}"]`)?.focus({ preventScroll: true });
}

function markOnly(only) {
  document.querySelectorAll("[data-only]").forEach((button) => button.setAttribute("aria-pressed", String((button.dataset.only === "true") === only)));
}

startPairPage();
