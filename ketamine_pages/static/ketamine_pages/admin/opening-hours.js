/**
 * Makes the form of opening hours quick: rows appear when they are needed, a day is copied to
 * others, holidays are added with one click, and the sentence that visitors will read follows what
 * is typed. The server alone reads times; this script never does.
 *
 * Rows are hidden and emptied, never removed, so that the names of inputs stay what they are.
 * Python's side is ketamine_pages/opening_hours/widgets.py.
 */
(() => {
  const DELAY = 350;
  const WEEKDAYS = ['d0', 'd1', 'd2', 'd3', 'd4'];
  const WEEK = [...WEEKDAYS, 'd5', 'd6'];

  const inputs = (row) => [...row.querySelectorAll('input')];
  const isEmpty = (row) =>
    inputs(row).every((input) => (input.type === 'checkbox' ? !input.checked : !input.value));
  const clear = (row) =>
    inputs(row).forEach((input) => {
      if (input.type === 'checkbox') input.checked = false;
      else input.value = '';
    });
  const part = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const show = (element, visible) => {
    if (element) element.hidden = !visible;
  };

  class OpeningHoursController extends window.StimulusModule.Controller {
    static targets = [
      'exceptions',
      'exceptionTemplate',
      'holidays',
      'none',
      'periodTemplate',
      'problems',
      'sentence',
      'upcoming',
    ];

    static values = { name: String, url: String };

    connect() {
      this.times = {};
      this.element.classList.add('kp-hours--live');
      this.listening = new AbortController();
      const { signal } = this.listening;
      this.element.addEventListener('input', (event) => this.onInput(event), { signal });
      this.element.addEventListener('click', (event) => this.onClick(event), { signal });
      // Once the focus has arrived at the next input.
      this.element.addEventListener('focusout', () => setTimeout(() => this.showTimes()), { signal });
      this.element.querySelectorAll('[data-key^="x"]').forEach((row) => {
        if (row.matches('.kp-hours__exception')) show(row, !isEmpty(row));
      });
      this.element.querySelectorAll('[data-periods]').forEach((place) => this.showUsed(place));
      this.refresh();
    }

    disconnect() {
      clearTimeout(this.timer);
      this.listening.abort();
      this.request?.abort();
    }

    // What happens

    onInput({ target }) {
      this.copied = null;
      if (target.name?.endsWith('-all_day')) this.keepTimes(target);
      this.refresh();
      this.askSoon();
    }

    onClick({ target }) {
      const button = target.closest('[data-do]');
      if (!button) return;
      const place = button.closest('[data-day], .kp-hours__exception');
      const actions = {
        'add-exception': () => part(this.addException(), 'from').focus(),
        'add-holiday': () => this.addHoliday(button.closest('[data-date]')),
        'add-period': () => part(this.addPeriod(place), 'opens').focus(),
        'copy-all': () => this.copy(place, WEEK),
        'copy-weekdays': () => this.copy(place, WEEKDAYS),
        'remove-exception': () => this.remove(place, '[data-do="add-exception"]', this.element),
        'remove-period': () =>
          this.remove(button.closest('[data-key]'), '[data-do="add-period"]', place),
        undo: () => this.undo(),
      };
      actions[button.dataset.do]();
      this.refresh();
    }

    /** Tells the rest of the page, such as Wagtail's watch for unsaved changes, and the server. */
    changed(input) {
      input.dispatchEvent(new Event('change', { bubbles: true }));
      this.askSoon();
    }

    // Rows

    place(key) {
      return this.element.querySelector(`[data-periods="${key}"]`);
    }

    periods(place) {
      return [...place.querySelectorAll('.kp-hours__period')];
    }

    used(place) {
      return this.periods(place).filter((row) => !isEmpty(row));
    }

    /** Shows the periods with something in them; of a weekday at least one. */
    showUsed(place) {
      const first = place.dataset.periods.startsWith('d') ? 0 : -1;
      this.periods(place).forEach((row, number) => show(row, number === first || !isEmpty(row)));
    }

    nextPeriod(place) {
      const free = this.periods(place).find((row) => row.hidden);
      if (free) return free;
      const key = `${place.dataset.periods}-s${this.periods(place).length}`;
      place.insertAdjacentHTML(
        'beforeend',
        this.periodTemplateTarget.innerHTML.replaceAll('__row__', key),
      );
      const row = place.lastElementChild;
      row.querySelectorAll('[aria-label]').forEach((element) => {
        const label = element.getAttribute('aria-label');
        element.setAttribute('aria-label', label.replace('__label__', place.dataset.label));
      });
      return row;
    }

    addPeriod(around) {
      const row = this.nextPeriod(around.querySelector('[data-periods]'));
      // After those that are there already, wherever it was hidden.
      row.parentElement.append(row);
      show(row, true);
      return row;
    }

    addException() {
      const rows = [...this.element.querySelectorAll('.kp-hours__exception')];
      let row = rows.find((item) => item.hidden);
      if (!row) {
        this.exceptionsTarget.insertAdjacentHTML(
          'beforeend',
          this.exceptionTemplateTarget.innerHTML.replaceAll('__row__', `x${rows.length}`),
        );
        row = this.exceptionsTarget.lastElementChild;
        this.showUsed(row.querySelector('[data-periods]'));
      }
      this.exceptionsTarget.append(row);
      show(row, true);
      return row;
    }

    addHoliday(holiday) {
      const row = this.addException();
      part(row, 'from').value = holiday.dataset.date;
      part(row, 'reason').value = holiday.dataset.name;
      const next = holiday.nextElementSibling?.querySelector('button');
      (next ?? this.holidaysTarget.querySelector('summary')).focus();
      this.changed(part(row, 'from'));
    }

    remove(row, focus, around) {
      clear(row);
      const place = row.closest('[data-day] [data-periods]');
      show(row, Boolean(place) && this.periods(place).every((item) => item === row || item.hidden));
      if (row.matches('.kp-hours__exception')) this.showUsed(row.querySelector('[data-periods]'));
      around.querySelector(focus).focus();
      this.changed(row.querySelector('input'));
    }

    /** Ticking “24 hours” puts the times away, and gives them back when it is ticked off. */
    keepTimes(checkbox) {
      const row = checkbox.closest('[data-key]');
      ['opens', 'closes'].forEach((name) => {
        const input = part(row, name);
        if (checkbox.checked) input.dataset.kept = input.value;
        input.value = checkbox.checked ? '' : (input.dataset.kept ?? '');
      });
    }

    // Copying

    values(key) {
      return this.used(this.place(key)).map((row) =>
        inputs(row).map((input) => (input.type === 'checkbox' ? input.checked : input.value)),
      );
    }

    fill(key, periods) {
      const place = this.place(key);
      this.periods(place).forEach((row) => {
        clear(row);
        show(row, false);
      });
      periods.forEach((values) => {
        const row = this.nextPeriod(place);
        inputs(row).forEach((input, number) => {
          if (input.type === 'checkbox') input.checked = values[number];
          else input.value = values[number];
        });
        show(row, true);
      });
      this.showUsed(place);
    }

    copy(day, keys) {
      const source = day.dataset.day;
      const values = this.values(source);
      this.copied = WEEK.map((key) => [key, this.values(key)]);
      keys.filter((key) => key !== source).forEach((key) => this.fill(key, values));
      // On to the first day that was left out.
      const next = WEEK.find((key) => !keys.includes(key));
      if (next) part(this.place(next), 'opens').focus();
      else day.querySelector('[data-do="add-period"]').focus();
      this.changed(part(day, 'opens'));
    }

    undo() {
      this.copied.forEach(([key, values]) => this.fill(key, values));
      this.copied = null;
      const first = part(this.element, 'opens');
      first.focus();
      this.changed(first);
    }

    // What is shown

    refresh() {
      const week = WEEK.map((key) => JSON.stringify(this.values(key)));
      this.element.querySelectorAll('[data-day]').forEach((day, number) => {
        const filled = week[number] !== '[]';
        // Once is enough: at the first of the days that are alike.
        const first = filled && week.indexOf(week[number]) === number;
        const differs = (count) => week.slice(0, count).some((other) => other !== week[number]);
        show(day.querySelector('[data-closed]'), !filled);
        show(day.querySelector('[data-do="add-period"]'), filled);
        show(day.querySelector('[data-do="copy-weekdays"]'), first && number < 5 && differs(5));
        show(day.querySelector('[data-do="copy-all"]'), first && differs(7));
      });
      this.element.querySelectorAll('.kp-hours__period').forEach((row) => {
        row.classList.toggle('kp-hours__period--all-day', part(row, 'all_day').checked);
      });
      this.element.querySelectorAll('[data-do^="remove"]').forEach((button) => {
        const row = button.closest('[data-key]');
        show(button, !row.dataset.key.match(/^d\d-s0$/));
      });
      this.refreshExceptions();
      show(this.element.querySelector('[data-do="add-exception"]'), true);
      show(this.element.querySelector('[data-do="undo"]'), Boolean(this.copied));
    }

    refreshExceptions() {
      const closed = [];
      this.element.querySelectorAll('.kp-hours__exception:not([hidden])').forEach((row) => {
        const periods = this.periods(row).filter((period) => !period.hidden);
        const add = row.querySelector('[data-do="add-period"]');
        show(row.querySelector('[data-closed]'), !periods.length);
        show(add, true);
        add.textContent = periods.length ? add.dataset.more : add.dataset.first;
        const from = part(row, 'from').value;
        if (from) closed.push([from, part(row, 'to').value || from]);
      });
      const offered = [...this.holidaysTarget.querySelectorAll('[data-date]')].filter((holiday) => {
        const { date } = holiday.dataset;
        show(holiday, !closed.some(([from, to]) => from <= date && date <= to));
        return !holiday.hidden;
      });
      show(this.holidaysTarget, offered.length > 0);
    }

    // The server

    askSoon() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), DELAY);
    }

    async ask() {
      const body = new FormData();
      body.set('field', this.nameValue);
      inputs(this.element).forEach((input) => {
        if (input.type !== 'checkbox' || input.checked) body.set(input.name, input.value);
      });
      this.request?.abort();
      this.request = new AbortController();
      const { CSRF_HEADER_NAME, CSRF_TOKEN } = window.wagtailConfig;
      try {
        const response = await fetch(this.urlValue, {
          method: 'POST',
          body,
          headers: { [CSRF_HEADER_NAME]: CSRF_TOKEN, 'X-Requested-With': 'XMLHttpRequest' },
          signal: this.request.signal,
        });
        if (response.ok) this.tell(await response.json(), body);
      } catch (error) {
        // Offline, or overtaken by the next change: what is saved is checked again anyway.
        if (!(error instanceof TypeError) && error.name !== 'AbortError') throw error;
      }
    }

    tell({ sentence, exceptions, problems, times }, sent) {
      const list = (target, texts) =>
        target.replaceChildren(
          ...texts.map((text) => Object.assign(document.createElement('li'), { textContent: text })),
        );
      this.sentenceTarget.textContent = sentence;
      show(this.noneTarget, !sentence);
      list(this.upcomingTarget, exceptions);
      this.times = {};
      Object.entries(times).forEach(([key, understood]) =>
        ['opens', 'closes'].forEach((name, number) => {
          const input = `${this.nameValue}-${key}-${name}`;
          this.times[input] = [sent.get(input), understood[number]];
        }),
      );
      this.problems = problems;
      this.showTimes();
    }

    /** Times as they were understood, and mistakes, but not where somebody is still typing. */
    showTimes() {
      const row = this.element.querySelector('.kp-hours__period:has(.kp-hours__time:focus)');
      Object.entries(this.times).forEach(([name, [typed, understood]]) => {
        const input = this.element.querySelector(`[name="${name}"]`);
        if (input && !row?.contains(input) && input.value === typed) input.value = understood;
      });
      if (!this.problems) return;
      const unfinished = row && row.dataset.key;
      const told = this.problems.filter(({ keys }) => !keys.includes(unfinished));
      this.problemsTarget.replaceChildren(
        ...told.map(({ message }) =>
          Object.assign(document.createElement('li'), { textContent: message }),
        ),
      );
      const wrong = new Set(told.flatMap(({ keys }) => keys));
      this.element.querySelectorAll('[data-key]').forEach((item) => {
        const marked = item.matches('.kp-hours__period')
          ? inputs(item).filter((input) => input.type === 'text')
          : [part(item, 'from'), part(item, 'to')];
        marked.forEach((input) => {
          if (wrong.has(item.dataset.key)) {
            input.setAttribute('aria-invalid', 'true');
            input.setAttribute('aria-describedby', this.problemsTarget.id);
          } else {
            input.removeAttribute('aria-invalid');
            input.removeAttribute('aria-describedby');
          }
        });
      });
    }
  }

  window.wagtail.app.register('kp-hours', OpeningHoursController);
})();
