// Nothing of another site loads before a visitor asks for the map.
const place = document.querySelector("[data-kp-map]");
const button = place.querySelector("button");
const { kpTiles, kpAttribution, kpScript, kpStyles, kpIcon, kpIcon2x, kpShadow } = place.dataset;
const points = JSON.parse(place.querySelector("script[type='application/json']").textContent);

const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

function load(tag, properties) {
  return new Promise((onload, onerror) => {
    document.head.append(make(tag, { ...properties, onload, onerror }));
  });
}

function draw() {
  const L = window.L;
  const screen = place.querySelector("[data-kp-screen]");
  screen.hidden = false;
  button.parentElement.hidden = true;
  const map = L.map(screen, { scrollWheelZoom: false });
  map.attributionControl.setPrefix(false);
  // Leaflet takes HTML, the setting is plain text.
  const attribution = make("span", { textContent: kpAttribution }).innerHTML;
  L.tileLayer(kpTiles, { attribution, maxZoom: 19 }).addTo(map);
  const icon = L.icon({
    iconUrl: kpIcon,
    iconRetinaUrl: kpIcon2x,
    shadowUrl: kpShadow,
    iconSize: [25, 41],
    iconAnchor: [12, 41],
    popupAnchor: [1, -34],
    shadowSize: [41, 41],
  });
  for (const { at, title, url } of points) {
    L.marker(at, { icon, alt: title, title })
      .bindPopup(make("a", { textContent: title, href: url }))
      .addTo(map);
  }
  map.fitBounds(points.map(({ at }) => at), { maxZoom: 14, padding: [30, 30] });
  screen.focus();
}

button.parentElement.hidden = false;
button.addEventListener("click", async () => {
  button.disabled = true;
  try {
    await Promise.all([
      load("link", { rel: "stylesheet", href: kpStyles }),
      load("script", { src: kpScript }),
    ]);
    draw();
  } catch {
    button.disabled = false;
    place.querySelector("[role='status']").textContent = place.dataset.kpFailed;
  }
});
