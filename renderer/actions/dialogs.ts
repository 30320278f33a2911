import { create } from "zustand";
import type { BundleContents, BundleEvent, BundleScope } from "../../shared/contract/api/bundles.ts";
import type { DeepLink } from "../../shared/contract/api/desktop.ts";
import type { GraphPreview, OpenResult } from "../../shared/contract/api/sessions.ts";

/** The pages of the settings. */
export type SettingsPage = "general" | "account" | "hosting" | "about";

/** What each dialog is given. */
interface Shown {
  open: { folder: string | null };
  /** `bundle`: the file is to hold media and takes as well. */
  saveAs: { name: string; folder: string | null; bundle?: true };
  templates: object;
  unsaved: { name: string; running: boolean };
  conflict: { name: string; message: string };
  replace: { message: string };
  preview: { preview: GraphPreview };
  openFailed: { name: string; result: Exclude<OpenResult, { status: "opened" }> };
  failed: { title: string; message: string };
  rename: { name: string };
  settings: { page?: SettingsPage };
  shortcuts: object;
  about: object;
  exportBundle: { contents: BundleContents };
  work: { title: string; events: AsyncIterable<BundleEvent>; stop: () => void };
  embedded: { file: string; graph: string };
  link: { link: Extract<DeepLink, { do: "new" }> };
}

/** What each dialog answers; every one can be dismissed with null. */
interface Answered {
  open: { path: string } | { file: File };
  saveAs: { path: string; overwrite: boolean };
  templates: { template: string | null };
  unsaved: "save" | "discard";
  conflict: "overwrite" | "saveAs" | "reload";
  replace: true;
  preview: true;
  openFailed: never;
  failed: never;
  rename: string;
  settings: never;
  shortcuts: never;
  about: never;
  exportBundle: { scope: BundleScope };
  /** How it ended; null when it was stopped. */
  work: BundleEvent;
  embedded: "open" | "add";
  link: true;
}

type DialogType = keyof Shown;
export type DialogOf<T extends DialogType> = { type: T } & Shown[T];
type AnyDialog = { [T in DialogType]: DialogOf<T> }[DialogType];

interface DialogState {
  dialog: AnyDialog | null;
  /** Null dismisses it. */
  answer: (value: unknown) => void;
}

/** The one dialog that is open. `Dialogs` of the app shows it. */
export const useDialog = create<DialogState>()(() => ({ dialog: null, answer: () => {} }));

/** Opens a dialog; resolves with the answer, with null when it was dismissed or pushed aside by another one. */
export function ask<T extends DialogType>(dialog: DialogOf<T>): Promise<Answered[T] | null> {
  useDialog.getState().answer(null);
  return new Promise((resolve) => {
    useDialog.setState({
      dialog: dialog as AnyDialog,
      answer: (value) => {
        useDialog.setState({ dialog: null, answer: () => {} });
        resolve(value as Answered[T] | null);
      },
    });
  });
}

/** The answer of the dialog that is open. */
export function answerOf<T extends DialogType>(_dialog: DialogOf<T>): (value: Answered[T] | null) => void {
  return (value) => useDialog.getState().answer(value);
}
