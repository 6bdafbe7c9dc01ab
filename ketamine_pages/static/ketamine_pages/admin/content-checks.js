/* Answers Wagtail's content checker from what the server has found on this page. */
(() => {
  const userbar = window.wagtail?.userbar;
  const configuration = userbar?.shadowRoot?.querySelector("#checker-axe-configuration");
  if (!configuration) return;
  JSON.parse(configuration.textContent).spec.checks.forEach(({ id }) => {
    if (id.startsWith("check-ketamine-")) {
      userbar.registerCheck(id, (_node, options) => !options.found);
    }
  });
})();
