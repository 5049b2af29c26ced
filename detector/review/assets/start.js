// A folder or files: one of the two is enough.
const files = document.getElementById("submissions");
const folder = document.getElementById("folder");
folder.addEventListener("change", () => { files.required = !folder.files.length; });
document.getElementById("new-scan").addEventListener("submit", (event) => {
  event.submitter?.setAttribute("disabled", "");
});
