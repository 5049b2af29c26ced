// How many pairs another threshold would show, from what the scan saved: nothing is scanned.
const preview = document.getElementById("preview");
if (preview) {
  const evidence = JSON.parse(preview.dataset.evidence);
  const [level, exceedances, scale] = ["level", "exceedances", "scale"].map((name) => Number(preview.dataset[name]));
  const number = (value, digits = 0) => new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: digits }).format(value);
  const show = () => {
    const bits = Number(document.getElementById("bits").value);
    const below = evidence.findIndex((one) => one >= bits);
    const under = below < 0 ? evidence.length : below;
    const words = [preview.dataset.above.replace("{above}", number(evidence.length - under)).replace("{below}", number(under))];
    if (scale > 0) words.push(preview.dataset.chance.replace("{expected}", number(exceedances * Math.exp(-Math.max(bits - level, 0) / scale), 3)));
    document.getElementById("bits-value").textContent = number(bits);
    document.getElementById("preview-words").textContent = words.join(" · ");
  };
  document.getElementById("bits").addEventListener("input", show);
  show();
}
