// The browser's own words for a file field come in the browser's language; ours in the page's.
for (const field of document.querySelectorAll(".file-field")) {
  const [input, chosen] = [field.querySelector("input"), field.querySelector(".chosen")];
  const show = () => {
    const count = input.files.length;
    if (count === 1) chosen.textContent = input.files[0].name;
    else chosen.textContent = count ? chosen.dataset.some.replace("{count}", count) : chosen.dataset.none;
  };
  input.addEventListener("change", show);
  show();
}
