// Asks how far the scan is, and goes on to its pages when it is done.
const main = document.getElementById("main");

async function ask() {
  const answer = await fetch(main.dataset.poll, { cache: "no-store" });
  if (!answer.ok) return;
  const state = await answer.json();
  const bar = document.getElementById("bar");
  document.getElementById("stage").textContent = state.total ? `${state.stage}: ${state.done} / ${state.total}` : state.stage;
  if (state.total) bar.value = (100 * state.done) / state.total;
  else bar.removeAttribute("value");
  if (state.finished) location.assign(state.next);
  else if (state.error) {
    document.querySelectorAll("[data-when]").forEach((node) => { node.hidden = node.dataset.when === "running"; });
    document.querySelector("#error bdi").textContent = state.error;
  } else setTimeout(ask, 400);
}

ask();
