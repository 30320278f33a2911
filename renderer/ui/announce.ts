let region: HTMLElement | null = null;

/** Says a text to screen readers: selections, refusals, what a shortcut did. Nothing is seen. */
export function announce(text: string): void {
  region ??= makeRegion();
  // The same text twice is only spoken again when it is another node of text.
  region.textContent = "";
  const spoken = region;
  setTimeout(() => {
    spoken.textContent = text;
  }, 30);
}

function makeRegion(): HTMLElement {
  const element = document.createElement("div");
  element.setAttribute("role", "status");
  element.setAttribute("aria-live", "polite");
  element.dataset["announcer"] = "";
  Object.assign(element.style, { position: "fixed", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)", whiteSpace: "nowrap" });
  document.body.append(element);
  return element;
}
