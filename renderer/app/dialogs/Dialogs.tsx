import { lazy, Suspense } from "react";
import { useDialog } from "../../actions/dialogs.ts";
import { ConflictDialog, FailedDialog, RenameDialog, ReplaceDialog, UnsavedDialog } from "./Questions.tsx";

// None of these is needed for the first look.
const FileDialog = lazy(async () => ({ default: (await import("./FileDialog.tsx")).FileDialog }));
const PreviewDialog = lazy(async () => ({ default: (await import("./PreviewDialog.tsx")).PreviewDialog }));
const OpenFailedDialog = lazy(async () => ({ default: (await import("./OpenFailedDialog.tsx")).OpenFailedDialog }));
const TemplatesDialog = lazy(async () => ({ default: (await import("./TemplatesDialog.tsx")).TemplatesDialog }));
const ShortcutSheet = lazy(async () => ({ default: (await import("./ShortcutSheet.tsx")).ShortcutSheet }));
const SettingsDialog = lazy(async () => ({ default: (await import("../../settings/SettingsDialog.tsx")).SettingsDialog }));
const AboutDialog = lazy(async () => ({ default: (await import("../../settings/AboutDialog.tsx")).AboutDialog }));

/** Shows the dialog that is asked for. */
export function Dialogs() {
  const dialog = useDialog(({ dialog }) => dialog);
  return <Suspense>{dialog && <Shown dialog={dialog} />}</Suspense>;
}

function Shown({ dialog }: { dialog: NonNullable<ReturnType<typeof useDialog.getState>["dialog"]> }) {
  switch (dialog.type) {
    case "open":
    case "saveAs":
      return <FileDialog dialog={dialog} />;
    case "templates":
      return <TemplatesDialog dialog={dialog} />;
    case "unsaved":
      return <UnsavedDialog dialog={dialog} />;
    case "conflict":
      return <ConflictDialog dialog={dialog} />;
    case "replace":
      return <ReplaceDialog dialog={dialog} />;
    case "preview":
      return <PreviewDialog dialog={dialog} />;
    case "openFailed":
      return <OpenFailedDialog dialog={dialog} />;
    case "failed":
      return <FailedDialog dialog={dialog} />;
    case "rename":
      return <RenameDialog dialog={dialog} />;
    case "settings":
      return <SettingsDialog dialog={dialog} />;
    case "shortcuts":
      return <ShortcutSheet dialog={dialog} />;
    case "about":
      return <AboutDialog dialog={dialog} />;
  }
}
