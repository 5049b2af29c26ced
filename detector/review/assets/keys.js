// Keys of a reviewer with sixty pairs and an afternoon. Nothing happens while somebody types.
function typing(target) {
  return target.closest("textarea, select, input:not([type=radio]):not([type=checkbox]), [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  const form = document.getElementById("decision");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector(".primary"));
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  const option = document.querySelector(`#decision [data-key="${CSS.escape(event.key)}"]`);
  if (option) {
    option.checked = true;
    option.focus({ preventScroll: true });
    option.closest("label").scrollIntoView({ block: "nearest" });
    event.preventDefault();
  } else if (event.key === "Enter" && event.target.matches("#decision [type=radio]")) {
    event.preventDefault();
    form.requestSubmit(form.querySelector(".primary"));
  } else pairKey(event);
});

function pairKey(event) {
  const key = event.key.toLowerCase();
  if (typeof pairPage === "undefined") return;
  if (key === "j") turnPassage(1);
  else if (key === "k") turnPassage(-1);
  else if (key === "m") document.querySelector("[data-only][aria-pressed=false]").click();
  else if (key === "arrowright" && !event.target.matches("[type=radio]")) document.getElementById("pair-after")?.click();
  else if (key === "arrowleft" && !event.target.matches("[type=radio]")) document.getElementById("pair-before")?.click();
}
