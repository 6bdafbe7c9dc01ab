// Nothing of another site loads before a visitor asks for the map.
const place = document.querySelector("[data-kp-map]");
const button = place.querySelector("button");
const { kpTiles, kpAttribution, kpScript, kpStyles, kpIcon, kpIcon2x, kpShadow } = place.dataset;
const points = JSON.parse(place.querySelector("script[type='application/json']").textContent);

function load(tag, attributes) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.onload = resolve;
    element.onerror = reject;
    document.head.append(element);
  });
}

function escaped(text) {
  const element = document.createElement("span");
  element.textContent = text;
  return element.innerHTML;
}

function popup({ title, url }) {
  const link = document.createElement("a");
  link.textContent = title;
  link.href = url;
  return link;
}

function draw() {
  const L = window.L;
  const screen = place.querySelector("[data-kp-screen]");
  screen.hidden = false;
  button.parentElement.hidden = true;
  const map = L.map(screen, { scrollWheelZoom: false });
  map.attributionControl.setPrefix(false);
  L.tileLayer(kpTiles, { attribution: escaped(kpAttribution), maxZoom: 19 }).addTo(map);
  const icon = L.icon({
    iconUrl: kpIcon,
    iconRetinaUrl: kpIcon2x,
    shadowUrl: kpShadow,
    iconSize: [25, 41],
    iconAnchor: [12, 41],
    popupAnchor: [1, -34],
    shadowSize: [41, 41],
  });
  for (const point of points) {
    L.marker(point.at, { icon, alt: point.title, title: point.title })
      .bindPopup(popup(point))
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
