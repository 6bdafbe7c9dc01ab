/* Answers Wagtail's content checker from what the server has found on this page. */
(() => {
  const userbar = document.getElementById("wagtail-userbar-template");
  const configuration = userbar?.content.querySelector("#checker-axe-configuration");
  if (!configuration || !window.wagtail?.userbar) return;
  JSON.parse(configuration.textContent).spec.checks.forEach(({ id }) => {
    if (id.startsWith("check-ketamine-")) {
      window.wagtail.userbar.registerCheck(id, (_node, options) => !options.found);
    }
  });
})();
