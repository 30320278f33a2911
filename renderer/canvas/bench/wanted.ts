import { useApp } from "../../state/app.ts";

const MOST = 50_000;

/** Whether the address asks for a generated document, and the host lets it. */
export function benchWanted(): boolean {
  return wantedNodes() !== null && (useApp.getState().info?.bench === true || import.meta.env.DEV);
}

export function wantedNodes(): number | null {
  const count = Number(new URLSearchParams(location.search).get("bench"));
  return Number.isInteger(count) && count > 0 && count <= MOST ? count : null;
}
