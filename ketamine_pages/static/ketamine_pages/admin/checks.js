/*
 * Renews the panel "Checks" when a draft was saved in the background, and when the editor comes
 * back from another tab, where a library item may have been mended.
 */
(() => {
  let newest = 0;

  const renew = async (panel) => {
    const pk = panel.dataset.kpPk;
    if (!pk) return;
    newest += 1;
    const turn = newest;
    const address = panel.dataset.kpChecks.replace(/0\/$/, `${encodeURIComponent(pk)}/`);
    try {
      const response = await fetch(address, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      const html = response.ok ? await response.text() : "";
      // A later answer has the last word; without one, what is there stays.
      if (html && turn === newest) panel.innerHTML = html;
    } catch {
      // Offline: the next save asks again.
    }
  };

  const panels = () => document.querySelectorAll("[data-kp-checks]");

  document.addEventListener("w-autosave:success", (event) => {
    const pk = event.detail?.response?.pk;
    panels().forEach((panel) => {
      if (pk) panel.dataset.kpPk = pk;
      renew(panel);
    });
  });

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") panels().forEach(renew);
  });
})();
