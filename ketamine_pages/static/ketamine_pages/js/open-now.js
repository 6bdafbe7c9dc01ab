// Tells what is open now, so that a page from a cache stays true.
const latest = (rows, now) => rows.findLast(([at]) => at <= now) ?? [];

function show(place, now) {
  for (const notice of place.querySelectorAll("[data-kp-until]")) {
    const { kpFrom, kpUntil } = notice.dataset;
    notice.hidden = now < kpFrom || now >= kpUntil;
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
    label.textContent = data.today;
    line.textContent = hours;
    // Only changes, as they are announced.
    if (status.textContent !== text) status.textContent = text;
    if ("kpLive" in place.dataset) status.ariaLive = "polite";
  }
  for (const table of place.querySelectorAll("table")) mark(table, date, weekday);
}

// The exceptions come last.
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
  // To the second, so that text compares like time.
  const now = new Date().toISOString().slice(0, 19) + "Z";
  for (const place of document.querySelectorAll("[data-kp-hours]")) show(place, now);
}

refresh();
setInterval(refresh, 10000);
document.addEventListener("visibilitychange", refresh);
