import type { EditorSettings } from "../../shared/contract/api/host.ts";
import { host, useApp } from "../state/app.ts";
import { reportTrouble } from "../state/trouble.ts";

/** Shown at once; the host keeps it. */
export function changeSettings(change: Partial<EditorSettings>): void {
  useApp.setState(({ settings }) => ({ settings: { ...settings, ...change } }));
  host().settings.change(change).catch(reportTrouble);
}
