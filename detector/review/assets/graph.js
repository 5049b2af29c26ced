// The slider hides the lines that are weaker than it says.
const slider = document.getElementById("slider");
if (slider) {
  slider.hidden = false;
  const show = (value) => {
    document.getElementById("strength-value").textContent = `${value} %`;
    document.querySelectorAll(".edge").forEach((edge) => edge.classList.toggle("weak", Number(edge.dataset.strength) < value));
  };
  document.getElementById("strength").addEventListener("input", (event) => show(Number(event.target.value)));
}
