// Nothing of another site loads before a visitor asks for it: its HTML waits in a template.
// Without this script the button stays hidden, and the plain link does.
for (const figure of document.querySelectorAll("[data-kp-video]")) {
  const button = figure.querySelector("button");
  const template = figure.querySelector("template");
  button.hidden = false;
  button.addEventListener("click", () => {
    const screen = button.parentElement;
    screen.replaceChildren(template.content.cloneNode(true));
    const frame = screen.querySelector("iframe");
    if (frame) {
      frame.title ||= figure.querySelector("[data-kp-title]").textContent;
      frame.focus();
    }
  });
}
