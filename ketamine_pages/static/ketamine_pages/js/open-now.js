// Tells what is open now, so that a page from a cache stays true. All words and instants come with
// the page. Without this script the hours of the week stand there.
const latest = (rows, now) => rows.findLast(([at]) => Date.parse(at) <= now) ?? [];
const write = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

function show(place, now) {
  for (const notice of place.querySelectorAll("[data-kp-until]")) {
    const { kpFrom, kpUntil } = notice.dataset;
    notice.hidden = now < Date.parse(kpFrom) || now >= Date.parse(kpUntil);
  }
  const script = place.querySelector("script[type='application/json']");
  if (!script) return;
  const data = JSON.parse(script.textContent);
  const [state, text] = data.texts[latest(data.says, now)[1]] ?? [];
  const [, date, weekday, hours] = latest(data.days, now);
  const [status, today, label, line] = ["status", "today", "label", "text"].map((name) =>
    place.querySelector(`[data-kp-${name}]`)
  );
  status.hidden = !state;
  today.hidden = !state || state === "shut";
  if (state) {
    status.dataset.kpStatus = state;
    write(status, text);
    write(label, data.today);
    write(line, hours);
    // From now on, so that only changes are announced.
    if ("kpLive" in place.dataset) status.ariaLive = "polite";
  }
  for (const table of place.querySelectorAll("table")) mark(table, date, weekday);
}

// The row of today: an exception, or else the weekday. Exceptions that are over go.
function mark(table, date, weekday) {
  const rows = [...table.querySelectorAll("tr")];
  for (const row of rows) row.ariaCurrent = null;
  const [today] = rows.reverse().filter((row) => {
    const { kpDates, kpWeekdays } = row.dataset;
    if (!kpDates) return kpWeekdays?.includes(weekday);
    const [first, last] = kpDates.split("/");
    row.hidden = date > last;
    return first <= date && date <= last;
  });
  if (today) today.ariaCurrent = "date";
}

function refresh() {
  for (const place of document.querySelectorAll("[data-kp-hours]")) show(place, Date.now());
}

(function everyMinute() {
  refresh();
  setTimeout(everyMinute, 60000 - (Date.now() % 60000));
})();
document.addEventListener("visibilitychange", refresh);
