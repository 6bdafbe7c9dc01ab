/*
 * Says beside the panel "Checks" what publishing the draft would do to other pages: when the form is
 * there, whenever a draft was saved, and when the editor comes back from another tab.
 */
(() => {
  let newest = 0;

  const renew = async (place) => {
    const pk = place.dataset.kpPk;
    if (!pk) return;
    newest += 1;
    const turn = newest;
    const address = place.dataset.kpImpact.replace(/0\/$/, `${encodeURIComponent(pk)}/`);
    try {
      const response = await fetch(address, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      const html = response.ok ? await response.text() : "";
      // A later answer has the last word; without one, what is there stays.
      if (html && turn === newest) place.innerHTML = html;
    } catch {
      // Offline: the next save asks again.
    }
  };

  const places = () => document.querySelectorAll("[data-kp-impact]");

  document.addEventListener("w-autosave:success", (event) => {
    const pk = event.detail?.response?.pk;
    places().forEach((place) => {
      if (pk) place.dataset.kpPk = pk;
      renew(place);
    });
  });

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") places().forEach(renew);
  });

  const start = () => places().forEach(renew);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
