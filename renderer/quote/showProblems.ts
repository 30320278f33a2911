import { host, useApp } from "../state/app.ts";
import { reportTrouble } from "../state/trouble.ts";
import { showBottom } from "../ui/bottomStore.ts";

/** The list of problems below, opened when the panel is closed. */
export function showProblems(): void {
  showBottom("problems");
  const { panels } = useApp.getState().settings;
  if (!panels.bottomOpen) host().settings.change({ panels: { ...panels, bottomOpen: true } }).catch(reportTrouble);
}
