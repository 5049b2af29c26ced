// The page of a person: the painted text, and last year's beside this year's.
function startPersonPage() {
  const shown = new Set(markRows(DATA.texts.own.marks).map((mark) => mark.kind.key));
  document.getElementById("legend").append(textLegend(shown));
  document.getElementById("own-text").append(paintText(DATA.texts.own));
  const body = document.getElementById("earlier-body");
  if (!body || !DATA.earlier) return;
  const side = (name) => ({ heading: el("span", { hidden: true }), text: DATA.earlier.texts[name] });
  createPairView(body, { sides: { left: side("left"), right: side("right") }, passages: DATA.earlier.passages, describe: () => {}, onSwitch: () => {} });
}

startPersonPage();
