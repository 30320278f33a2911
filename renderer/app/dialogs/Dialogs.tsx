import { Suspense } from "react";
import { useDialog } from "../../actions/dialogs.ts";
import { reportTrouble } from "../../state/trouble.ts";
import { Boundary } from "../Boundary.tsx";
import { AboutDialog, EmbeddedDialog, ExportDialog, FileDialog, LinkDialog, OpenFailedDialog, PreviewDialog, SettingsDialog, ShortcutSheet, TemplatesDialog, WorkDialog } from "./load.ts";
import { ConflictDialog, FailedDialog, RenameDialog, ReplaceDialog, UnsavedDialog } from "./Questions.tsx";

/** Shows the dialog that is asked for. */
export function Dialogs() {
  const dialog = useDialog(({ dialog }) => dialog);
  if (!dialog) return null;
  return (
    <Boundary
      key={dialog.type}
      fallback={() => null}
      onError={(error) => {
        reportTrouble(error);
        useDialog.getState().answer(null);
      }}
    >
      <Suspense>
        <Shown dialog={dialog} />
      </Suspense>
    </Boundary>
  );
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
    case "exportBundle":
      return <ExportDialog dialog={dialog} />;
    case "work":
      return <WorkDialog dialog={dialog} />;
    case "embedded":
      return <EmbeddedDialog dialog={dialog} />;
    case "link":
      return <LinkDialog dialog={dialog} />;
  }
}
