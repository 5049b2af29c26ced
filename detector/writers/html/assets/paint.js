// A text cut into lines and runs, each run with its provenance class and the passages it lies in.

// text: {text, marks: [start, end, class, ...]}; passages: [{number, start, end, kind}]; edits: [{start, end, style}] in
// order, style "edit" or "moved".
function paintText(text, passages = [], edits = []) {
  const painted = document.createDocumentFragment();
  const marks = markRows(text.marks);
  const open = { mark: 0, edit: 0, edits, seen: new Set(), paired: passages.length > 0 };
  let start = 0;
  for (const line of text.text.split("\n")) {
    painted.append(paintLine(text.text, start, start + line.length, marks, passages, open));
    start += line.length + 1;
  }
  return painted;
}

function markRows(flat) {
  const rows = [];
  for (let i = 0; i < flat.length; i += 3) rows.push({ start: flat[i], end: flat[i + 1], kind: DATA.labels.classes[flat[i + 2]] });
  return rows;
}

function paintLine(text, start, end, marks, passages, open) {
  while (open.mark < marks.length && marks[open.mark].end <= start) open.mark += 1;
  while (open.edit < open.edits.length && open.edits[open.edit].end <= start) open.edit += 1;
  const here = rangesBefore(end, marks, open.mark);
  const edits = rangesBefore(end, open.edits, open.edit);
  const inside = passages.filter((passage) => passage.start < end && passage.end > start);
  const line = el("div", { class: inside.length || !passages.length ? "line" : "line no-match" });
  const cuts = cutPoints(start, end, [...here, ...inside, ...edits]);
  for (let i = 0; i + 1 < cuts.length; i += 1) {
    line.append(...paintRun(text, cuts[i], cuts[i + 1], { marks: here, passages: inside, edits }, open));
  }
  return line;
}

function rangesBefore(end, ranges, first) {
  const found = [];
  for (let i = first; i < ranges.length && ranges[i].start < end; i += 1) found.push(ranges[i]);
  return found;
}

function cutPoints(start, end, ranges) {
  const cuts = new Set([start, end]);
  for (const range of ranges) {
    if (range.start > start && range.start < end) cuts.add(range.start);
    if (range.end > start && range.end < end) cuts.add(range.end);
  }
  return [...cuts].sort((a, b) => a - b);
}

function paintRun(text, start, end, { marks, passages, edits }, open) {
  const mark = marks.find((one) => one.start <= start && one.end >= end);
  const inside = passages.filter((one) => one.start <= start && one.end >= end);
  const chips = inside.filter((one) => !open.seen.has(one.number)).map((one) => passageChip(one, open.seen));
  const names = ["seg", mark ? "c-" + mark.kind.key : ""];
  if (inside.length) names.push("passage", "k-" + inside[0].kind);
  else if (open.paired && mark && mark.kind.key === "shared") names.push("elsewhere");
  const edit = edits.find((one) => one.start <= start && one.end >= end);
  if (edit) names.push(edit.style);
  const attributes = { class: names.filter(Boolean).join(" "), title: edit ? editTitle(edit) : mark ? mark.kind.label : null };
  if (inside.length) attributes["data-passages"] = inside.map((one) => one.number).join(" ");
  return [...chips, el("span", attributes, text.slice(start, end))];
}

function editTitle(edit) {
  return edit.style === "moved" ? t("moved: on the other side in another place") : t("differs from the other side");
}

function passageChip(passage, seen) {
  seen.add(passage.number);
  const words = t("Passage {number}", { number: passage.number });
  const label = passage.compared === false ? `${words}: ${t("words not compared, nearly all differ")}` : words;
  const attributes = { type: "button", class: "chip k-" + passage.kind, "data-chip": passage.number, "aria-label": label, title: label };
  return el("button", attributes, passage.compared === false ? `${passage.number} ≠` : String(passage.number));
}

function legend() {
  const items = DATA.labels.classes.map((kind) =>
    el("li", { title: kind.meaning }, el("span", { class: "swatch fill-" + kind.key, "aria-hidden": "true" }), letter(kind), kind.label));
  return el("ul", { class: "legend", "aria-label": t("Colours of the text") }, items);
}

// A legend that looks as the text does; `keys` leaves out classes that do not occur.
function textLegend(keys = null, extra = []) {
  const kinds = DATA.labels.classes.filter((kind) => !keys || keys.has(kind.key));
  const items = kinds.map((kind) => el("li", { title: kind.meaning }, letter(kind),
    el("span", { class: "painted" }, el("span", { class: "seg c-" + kind.key }, kind.label))));
  return el("ul", { class: "legend", "aria-label": t("Colours of the text") }, items, extra);
}
