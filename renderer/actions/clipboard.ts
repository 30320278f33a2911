import { copy as copyText, parseClip } from "../../shared/edit/clip.ts";
import { paste } from "../../shared/edit/paste.ts";
import type { Point } from "../../shared/edit/place.ts";
import { removeNodes } from "../../shared/edit/remove.ts";
import { mediaSourceSchema } from "../../shared/graph/media.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { i18n } from "../i18n/index.ts";
import { host } from "../state/app.ts";
import { reportTrouble } from "../state/trouble.ts";
import { announce } from "../ui/announce.ts";
import type { ActionContext } from "./context.ts";
import { edit, editAdding } from "./edit.ts";
import { shortcutText } from "./keys.ts";
import { groupedIds } from "./selection.ts";

/** What this page has copied last, and from which graph: the text itself may claim anything. */
let copied = { text: "", graph: "" };

/** The selected nodes as the clipboard carries them; null when none are. */
export function copiedText({ state }: ActionContext): string | null {
  if (!state || state.selection.size === 0) return null;
  const text = copyText(state.doc, groupedIds(state.doc, state.selection));
  copied = { text, graph: state.doc.meta.id };
  return text;
}

/** Says that they were copied; with `cut` they go. */
export function afterCopy(context: ActionContext, cut: boolean): void {
  const count = context.state ? groupedIds(context.state.doc, context.state.selection).length : 0;
  if (cut) edit(context, "cut", (doc, ids) => removeNodes(doc, catalogue, ids, { reconnect: false }), { members: true });
  announce(i18n.t("actions:said.copied", { count }));
}

/** Into the clipboard by a menu, which the browser may refuse. */
export async function copySelection(context: ActionContext, cut: boolean): Promise<void> {
  const text = copiedText(context);
  if (text === null) return;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without the permission, or while another window has the keyboard; the keys always work.
    reportTrouble(i18n.t("actions:clipboard.refusedWrite", { keys: shortcutText(cut ? "mod+x" : "mod+c") }));
    return;
  }
  afterCopy(context, cut);
}

/** Copied nodes or a whole document out of a text. False: it is text like any other. */
export function pasteNodes(context: ActionContext, text: string, at: Point | undefined, keepInputs = false): boolean {
  const result = parseClip(text);
  if (result.status === "none") return false;
  if (result.status === "invalid") reportTrouble(result.message);
  else {
    const add = (): void => {
      const added = editAdding(context, "paste", (doc) => paste(doc, result.clip, { ...(at ? { at } : {}), keepInputs }));
      if (added.length > 0) announce(i18n.t("actions:said.pasted", { count: added.length }));
    };
    const sources = result.clip.nodes.flatMap(({ params }) => mediaSourceSchema.safeParse(params["source"]).data ?? []);
    if (sources.length === 0 || !context.tab) add();
    else {
      // Told before the edit: what a stranger's text names is asked about before it leaves the machine.
      const from = text.trim() === copied.text ? { from: copied.graph } : {};
      host().hosting.pasted({ session: context.tab.id, sources, ...from }).then(add).catch(reportTrouble);
    }
  }
  return true;
}

/**
 * What the clipboard holds, by a menu. Made into the event that the keys would have made, so that nodes, images, addresses and text are understood in one place: whoever
 * listens to `paste`.
 */
export async function pasteFromClipboard(): Promise<void> {
  let items: ClipboardItem[];
  try {
    items = await navigator.clipboard.read();
  } catch {
    reportTrouble(i18n.t("actions:clipboard.refusedRead", { keys: shortcutText("mod+v") }));
    return;
  }
  const data = new DataTransfer();
  for (const item of items) {
    for (const type of item.types) {
      const blob = await item.getType(type);
      if (type.startsWith("image/")) data.items.add(new File([blob], `pasted.${type.slice("image/".length)}`, { type }));
      else if (type === "text/plain") data.setData(type, await blob.text());
    }
  }
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.body.dispatchEvent(event);
  if (!event.defaultPrevented) reportTrouble(i18n.t("actions:clipboard.empty"));
}
