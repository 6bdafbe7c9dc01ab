// "Use my location": only offered where a browser can, and rounded to about a kilometre, as the
// position becomes part of an address.
const form = document.querySelector("[data-kp-finder]");
const button = form.querySelector("[data-kp-locate]");
const status = form.querySelector("[data-kp-locate-status]");
const { place, lat, lon } = form.elements;

function fill(position) {
  place.value = "";
  for (const [input, name] of [[lat, "latitude"], [lon, "longitude"]]) {
    input.disabled = false;
    input.value = position.coords[name].toFixed(2);
  }
  form.requestSubmit();
}

button.parentElement.hidden = !navigator.geolocation;
button.addEventListener("click", () => {
  status.textContent = button.dataset.kpWaiting;
  navigator.geolocation.getCurrentPosition(
    fill,
    ({ code }) => {
      status.textContent = code === 1 ? button.dataset.kpDenied : button.dataset.kpFailed;
    },
    { maximumAge: 6e5, timeout: 15000 },
  );
});

// Whoever types a place means that one.
place.addEventListener("input", () => {
  lat.disabled = lon.disabled = true;
});

// Short addresses are for sharing.
form.addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData]) if (!value) formData.delete(name);
});
addEventListener("pageshow", () => {
  status.textContent = "";
});
