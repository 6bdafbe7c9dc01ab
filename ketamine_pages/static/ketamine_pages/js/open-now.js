// Tells what is open now, so that a page from a cache stays true. Instants come with the page: no
// time zones here. Without this script the hours of the week stand there.
const words = JSON.parse(document.querySelector("script[data-kp-words]").dataset.kpWords);
const known = new WeakMap();
const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

function read(place) {
  const script = place.querySelector(":scope script[type='application/json']");
  if (!script) return null;
  const data = JSON.parse(script.textContent);
  data.until = Date.parse(data.until);
  data.days = data.days.map(Date.parse);
  data.steps = data.steps.map(([at, ...rest]) => [Date.parse(at), ...rest]);
  return data;
}

const last = (list, test) => list.filter(test).length - 1;
const write = (element, text) => {
  if (element && element.textContent !== text) element.textContent = text;
};

function tell({ days, steps, weekday }, now, today, shut) {
  const step = last(steps, ([at]) => at <= now);
  const [, state] = steps[step];
  const status = shut && state === "closed" ? words.shut : words[state];
  const next = steps[step + 1];
  if (!next) return [state, status];
  const [at, nextState, day, time] = next;
  const name = words.weekdays[(weekday + day) % 7];
  // What ends after midnight is still tonight to everybody.
  const tonight = state !== "closed" && at - now < 864e5;
  const values = { time, weekday: name };
  const when = day === today || tonight
    ? time
    : fill(day === today + 1 ? words.tomorrow : words.weekday, values);
  // A week ahead, the name of the day would mean today.
  if (day - today > 6) return [state, status];
  const pattern = state === "by-appointment" && nextState === "closed" ? "until" : `to-${nextState}`;
  return [state, fill(words[pattern], { status, when })];
}

function show(place, now) {
  let shut = false;
  for (const notice of place.querySelectorAll("[data-kp-until]")) {
    const { kpFrom, kpUntil } = notice.dataset;
    notice.hidden = now < Date.parse(kpFrom) || now >= Date.parse(kpUntil);
    shut ||= !notice.hidden && "kpShut" in notice.dataset;
  }
  if (!known.has(place)) known.set(place, read(place));
  const data = known.get(place);
  if (!data) return;
  const status = place.querySelector("[data-kp-status]");
  if (now < data.days[0] || now >= data.until) {
    // Nothing is known of this day: the week has to do.
    status.hidden = true;
    for (const part of place.querySelectorAll("[data-kp-today]")) part.hidden = true;
    mark(place, "", "");
    return;
  }
  const day = last(data.days, (start) => start <= now);
  const [state, text] = tell(data, now, day, shut);
  const date = new Date(Date.parse(data.date) + day * 864e5).toISOString().slice(0, 10);
  status.dataset.kpStatus = state;
  write(status, text);
  status.hidden = false;
  // Not before the first text stands there: only changes are worth announcing.
  if ("kpLive" in place.dataset) status.ariaLive = "polite";
  write(place.querySelector("[data-kp-label]"), words.today);
  write(place.querySelector("[data-kp-text]"), data.hours[day]);
  mark(place, date, String((data.weekday + day) % 7));
}

function mark(place, date, weekday) {
  let special = false;
  for (const row of place.querySelectorAll("[data-kp-dates]")) {
    const [from, to] = row.dataset.kpDates.split("/");
    row.hidden = date > to;
    special = current(row, date && from <= date && date <= to) || special;
  }
  for (const row of place.querySelectorAll("[data-kp-weekdays]")) {
    current(row, !special && weekday && row.dataset.kpWeekdays.includes(weekday));
  }
}

function current(row, isToday) {
  if (isToday) row.setAttribute("aria-current", "date");
  else row.removeAttribute("aria-current");
  return Boolean(isToday);
}

function refresh() {
  const now = Date.now();
  for (const place of document.querySelectorAll("[data-kp-hours]")) show(place, now);
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
