// One key hides the names on the screen, for a meeting.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.key.toLowerCase() !== "n") return;
  if (event.target.closest("textarea, select, input:not([type=radio]):not([type=checkbox]), [contenteditable]")) return;
  event.preventDefault();
  document.querySelector("#names button").click();
});
