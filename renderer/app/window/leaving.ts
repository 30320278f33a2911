import type { WindowBridge } from "../../../shared/contract/api/desktop.ts";
import { nameOf } from "../../actions/documents.ts";
import { saveGraph } from "../../actions/saving.ts";
import { host, useApp, type Tab } from "../../state/app.ts";
import { writeDrafts } from "../../state/drafts.ts";
import { activate, removeTab } from "../../state/tabs.ts";
import { reportTrouble } from "../../state/trouble.ts";

/** The window is about to go: asks about what is in no file, and answers it. What cannot be found out keeps it here. */
export async function answerLeaving(window: Pick<WindowBridge, "leave" | "confirm">, ask: string): Promise<void> {
  window.leave({ ask, state: "asking" });
  try {
    window.leave({ ask, state: (await mayLeave(window)) ? "ready" : "stay" });
  } catch (error) {
    reportTrouble(error);
    window.leave({ ask, state: "stay" });
  }
}

async function mayLeave(window: Pick<WindowBridge, "confirm">): Promise<boolean> {
  writeDrafts();
  const unsaved = useApp.getState().tabs.filter((tab) => tab.session.getState().unsaved || tab.outbox.pending);
  if (unsaved.length === 0) return true;
  switch (await window.confirm({ names: unsaved.map((tab) => nameOf(tab) || "–") })) {
    case "cancel":
      return false;
    case "save":
      for (const tab of unsaved) {
        activate(tab.id);
        if (!(await saveGraph(tab))) return false;
      }
      return true;
    case "discard":
      await Promise.all(unsaved.map(discard));
      return true;
  }
}

/** A host that has gone keeps it for its next start, and then it is asked about again: better than to stay for it. */
async function discard(tab: Tab): Promise<void> {
  if (useApp.getState().online === "online") await host().graphs.close({ session: tab.id });
  removeTab(tab.id);
}
