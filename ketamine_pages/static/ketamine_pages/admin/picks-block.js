/**
 * Lets editors pick several library items at once: "Choose several", and each "+" in between,
 * open the usual chooser window with tick boxes. What is ticked goes into the list in one go, at
 * the place of the button; dragging, moving and deleting are those of any StreamField.
 *
 * Python's side is ketamine_pages/admin/picks.py.
 */
(() => {
  const { StreamBlock, StreamBlockDefinition } = window.wagtailStreamField.blocks;

  // Not crypto.randomUUID(), which browsers withhold from sites without HTTPS.
  const newId = () =>
    '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) => {
      const [random] = crypto.getRandomValues(new Uint8Array(1));
      return (Number(digit) ^ (random & (15 >> (Number(digit) / 4)))).toString(16);
    });

  class PicksBlock extends StreamBlock {
    constructor(blockDef, ...rest) {
      super(blockDef, ...rest);
      this.button = document.createElement('button');
      this.button.type = 'button';
      this.button.className = 'button button-small button-secondary chooser__choose-button w-mb-5';
      this.button.innerHTML =
        '<svg class="icon icon-plus-inverse" aria-hidden="true"><use href="#icon-plus-inverse"></use></svg>';
      this.button.append(blockDef.meta.chooseSeveralText);
      this.button.addEventListener('click', () => this.chooseSeveral(this.children.length));
      this.element.append(this.button);
      this.updateButton();
    }

    get isFull() {
      const { maxNum } = this.blockDef.meta;
      return typeof maxNum === 'number' && this.children.length >= maxNum;
    }

    // Called by the "+" buttons.
    _onRequestInsert(index) {
      if (!this.isFull) this.chooseSeveral(index);
    }

    blockCountChanged() {
      super.blockCountChanged();
      this.updateButton();
    }

    updateButton() {
      // The second attribute keeps the closing window from enabling the button again.
      this.button?.toggleAttribute('disabled', this.isFull);
      this.button?.toggleAttribute('data-force-disabled', this.isFull);
    }

    chooseSeveral(index) {
      const [chooser] = Object.values(this.blockDef.childBlockDefsByName);
      chooser.widget.openModal((items) => this.insertItems(chooser.name, items, index), {
        multiple: true,
        linkedFieldFilters: this.linkedFieldFilters(chooser.widget.opts.linkedFields),
      });
    }

    // As Wagtail's chooser of a single item: what other fields of the form say.
    linkedFieldFilters(selectors = {}) {
      const values = Object.entries(selectors).map(([name, selector]) => [
        name,
        document.querySelector(selector)?.value,
      ]);
      return Object.fromEntries(values.filter(([, value]) => value));
    }

    insertItems(type, items, index) {
      const picked = new Set(this.getValue().map(({ value }) => String(value)));
      items
        .filter(({ id }) => !picked.has(String(id)))
        .forEach((value, offset) => {
          if (!this.isFull) this.insert({ type, value, id: newId() }, index + offset, {});
        });
    }
  }

  class PicksBlockDefinition extends StreamBlockDefinition {
    render(...args) {
      return new PicksBlock(this, ...args);
    }
  }

  window.telepath.register('ketamine_pages.PicksBlock', PicksBlockDefinition);
})();
