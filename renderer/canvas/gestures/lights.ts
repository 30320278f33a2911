import type { PortEnd, Side } from "../../../shared/edit/ports.ts";
import type { Stage } from "../stage/stage.ts";

/**
 * While a wire is dragged, what fits lights up and what does not dims: as attributes on the mounted elements, once for each of them, so that no card
 * has to render for it.
 */
export function markFits({ root }: Stage, fits: ReadonlyMap<string, readonly string[]>, fixed: PortEnd, side: Side): void {
  if (!root) return;
  root.dataset["wiring"] = side === "from" ? "in" : "out";
  const wanted = side === "from" ? "in:" : "out:";
  // Cards that came into view since the last time have no mark yet.
  for (const card of root.querySelectorAll<HTMLElement>(".react-flow__node:not([data-fits])")) {
    const id = card.dataset["id"] ?? "";
    const ports = fits.get(id);
    card.dataset["fits"] = ports || id === fixed.node ? "yes" : "no";
  }
  for (const handle of root.querySelectorAll<HTMLElement>(".react-flow__handle:not([data-fits])")) {
    const { nodeid: node = "", handleid: port = "" } = handle.dataset;
    const isFixed = node === fixed.node && port === `${side === "from" ? "out" : "in"}:${fixed.port}`;
    const fitting = port.startsWith(wanted) && (fits.get(node)?.includes(port.slice(wanted.length)) ?? false);
    handle.dataset["fits"] = isFixed ? "self" : fitting ? "yes" : "no";
  }
}

export function markTarget({ root }: Stage, end: PortEnd | null, side: Side): void {
  const before = root?.querySelector<HTMLElement>(".react-flow__handle[data-target]");
  const id = end && `${side === "from" ? "in" : "out"}:${end.port}`;
  if (before && end && before.dataset["nodeid"] === end.node && before.dataset["handleid"] === id) return;
  if (before) delete before.dataset["target"];
  if (!root || !end || !id) return;
  const handle = root.querySelector<HTMLElement>(`.react-flow__handle[data-nodeid="${CSS.escape(end.node)}"][data-handleid="${CSS.escape(id)}"]`);
  if (handle) handle.dataset["target"] = "";
}

export function clearFits({ root }: Stage): void {
  if (!root) return;
  delete root.dataset["wiring"];
  for (const marked of root.querySelectorAll<HTMLElement>("[data-fits], .react-flow__handle[data-target]")) {
    delete marked.dataset["fits"];
    delete marked.dataset["target"];
  }
}
