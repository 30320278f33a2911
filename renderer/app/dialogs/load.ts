import { lazy } from "react";

/** Dialogs that are not needed for the first look. */
const load = {
  file: () => import("./FileDialog.tsx"),
  preview: () => import("./PreviewDialog.tsx"),
  exporting: () => import("./ExportDialog.tsx"),
  embedded: () => import("./EmbeddedDialog.tsx"),
  link: () => import("./LinkDialog.tsx"),
  work: () => import("./WorkDialog.tsx"),
  openFailed: () => import("./OpenFailedDialog.tsx"),
  templates: () => import("./TemplatesDialog.tsx"),
  shortcuts: () => import("./ShortcutSheet.tsx"),
  settings: () => import("../../settings/SettingsDialog.tsx"),
  about: () => import("../../settings/AboutDialog.tsx"),
};

export const FileDialog = lazy(async () => ({ default: (await load.file()).FileDialog }));
export const PreviewDialog = lazy(async () => ({ default: (await load.preview()).PreviewDialog }));
export const ExportDialog = lazy(async () => ({ default: (await load.exporting()).ExportDialog }));
export const EmbeddedDialog = lazy(async () => ({ default: (await load.embedded()).EmbeddedDialog }));
export const LinkDialog = lazy(async () => ({ default: (await load.link()).LinkDialog }));
export const WorkDialog = lazy(async () => ({ default: (await load.work()).WorkDialog }));
export const OpenFailedDialog = lazy(async () => ({ default: (await load.openFailed()).OpenFailedDialog }));
export const TemplatesDialog = lazy(async () => ({ default: (await load.templates()).TemplatesDialog }));
export const ShortcutSheet = lazy(async () => ({ default: (await load.shortcuts()).ShortcutSheet }));
export const SettingsDialog = lazy(async () => ({ default: (await load.settings()).SettingsDialog }));
export const AboutDialog = lazy(async () => ({ default: (await load.about()).AboutDialog }));

/** Fetches them all while nothing else is to be done, so that they open at once, and also when the host has gone. Rejects when one cannot be had. */
export async function loadDialogs(): Promise<void> {
  await Promise.all(Object.values(load).map((one) => one()));
}
