// Tells what is open now, so that a page from a cache stays true. Instants come with the page: no
// time zones here. Without this script the hours of the week stand there.
const words = JSON.parse(document.querySelector("script[data-kp-words]").dataset.kpWords);
const known = new WeakMap();
const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
const latest = (list, now) => list.findLastIndex((at) => Date.parse(at) <= now);
const write = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

function tell({ days, steps, weekday }, now, today, shut) {
  const index = latest(steps.map(([at]) => at), now);
  const [, state] = steps[index];
  const status = words[shut && state === "closed" ? "shut" : state];
  const [at, next, day, time] = steps[index + 1] ?? [];
  // A week ahead, the name of the day would mean today.
  if (!next || day - today > 6) return [state, status];
  // Hours that end after midnight still belong to this evening.
  const night = state !== "closed" && day === today + 1 && Date.parse(at) - Date.parse(days[day]) < 2e7;
  const pattern = words[day === today + 1 ? "tomorrow" : "weekday"];
  const when = day === today || night
    ? time
    : fill(pattern, { time, weekday: words.weekdays[(weekday + day) % 7] });
  const sentence = state === "by-appointment" && next === "closed" ? "until" : `to-${next}`;
  return [state, fill(words[sentence], { status, when })];
}

function show(place, now) {
  let shut = false;
  for (const notice of place.querySelectorAll("[data-kp-until]")) {
    const { kpFrom, kpUntil, kpShut } = notice.dataset;
    notice.hidden = now < Date.parse(kpFrom) || now >= Date.parse(kpUntil);
    shut ||= !notice.hidden && kpShut !== undefined;
  }
  const script = place.querySelector("script[type='application/json']");
  if (!script) return;
  if (!known.has(place)) known.set(place, JSON.parse(script.textContent));
  const data = known.get(place);
  const day = now < Date.parse(data.until) ? latest(data.days, now) : -1;
  const status = place.querySelector("[data-kp-status]");
  const today = place.querySelector("[data-kp-today]");
  // Of a day that is not known nothing is said: the week has to do.
  status.hidden = today.hidden = day < 0;
  let date = "";
  if (day >= 0) {
    const [state, text] = tell(data, now, day, shut);
    status.dataset.kpStatus = state;
    write(status, text);
    // Hours that do not count would contradict the notice.
    today.hidden = shut && state === "closed";
    // Not before the first text stands there: only changes are worth announcing.
    if ("kpLive" in place.dataset) status.ariaLive = "polite";
    write(today.querySelector("[data-kp-label]"), words.today);
    write(today.querySelector("[data-kp-text]"), data.hours[day]);
    date = new Date(Date.parse(data.date) + day * 864e5).toISOString().slice(0, 10);
  }
  const weekday = (data.weekday + day) % 7;
  for (const table of place.querySelectorAll("table")) mark(table, date, weekday);
}

function mark(table, date, weekday) {
  let special = false;
  for (const row of table.querySelectorAll("[data-kp-dates]")) {
    const [first, last] = row.dataset.kpDates.split("/");
    row.hidden = date > last;
    special = current(row, first <= date && date <= last) || special;
  }
  for (const row of table.querySelectorAll("[data-kp-weekdays]")) {
    current(row, date && !special && row.dataset.kpWeekdays.includes(weekday));
  }
}

function current(row, isToday) {
  row.ariaCurrent = isToday ? "date" : null;
  return isToday;
}

function refresh() {
  for (const place of document.querySelectorAll("[data-kp-hours]")) show(place, Date.now());
}

function everyMinute() {
  refresh();
  setTimeout(everyMinute, 60000 - (Date.now() % 60000));
}

everyMinute();
document.addEventListener("visibilitychange", refresh);
addEventListener("pageshow", refresh);
// For scripts that put more cards into the page.
document.addEventListener("kp:cards", refresh);
