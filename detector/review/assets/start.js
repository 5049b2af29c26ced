// A folder or files: one of the two is enough.
const files = document.getElementById("submissions");
const folder = document.getElementById("folder");
const again = document.querySelector("[name=again]") !== null;
folder.addEventListener("change", () => { files.required = !again && !folder.files.length; });
// A name that is taken is told before anything is sent; the folder's or the archive's name is proposed.
const nameField = document.getElementById("name");
if (!again) {
  const taken = new Set(JSON.parse(nameField.dataset.taken).map((one) => one.toLowerCase()));
  let touched = false;
  const check = () => nameField.setCustomValidity(taken.has(nameField.value.trim().toLowerCase()) ? nameField.dataset.words : "");
  const propose = (said) => {
    const stem = said.replace(/[^\p{L}\p{M}\p{N}_. -]+/gu, "-").replace(/^[ .-]+|[ .-]+$/g, "").slice(0, 60);
    if (touched || !stem) return;
    let free = `${stem} ${nameField.dataset.today}`;
    for (let place = 2; taken.has(free.toLowerCase()); place += 1) free = `${stem} ${nameField.dataset.today}-${place}`;
    nameField.value = free;
    check();
  };
  nameField.addEventListener("input", () => { touched = true; check(); });
  folder.addEventListener("change", () => { if (folder.files.length) propose(folder.files[0].webkitRelativePath.split("/")[0]); });
  files.addEventListener("change", () => {
    if (files.files.length === 1 && /\.zip$/i.test(files.files[0].name)) propose(files.files[0].name.replace(/\.zip$/i, ""));
  });
  check();
}
document.getElementById("new-scan").addEventListener("submit", (event) => {
  event.submitter?.setAttribute("disabled", "");
});
