import { useEffect } from "react";
import { afterCopy, copiedText, pasteNodes } from "../../actions/clipboard.ts";
import { contextNow } from "../../actions/context.ts";
import { reportTrouble } from "../../state/trouble.ts";
import { addKind, besideTaken, cornerFor } from "../search/addNodes.ts";
import type { Stage } from "../stage/stage.ts";
import { addFiles } from "./addFiles.ts";
import { nodeForText } from "./sources.ts";

/** The clipboard's own events, which need no permission: nodes as text, images, addresses and other texts. A field that is written in keeps them. */
export function useClipboard(stage: Stage): void {
  useEffect(() => {
    const stop = new AbortController();
    const copy = (event: ClipboardEvent): void => {
      if (isElsewhere(event)) return;
      const context = contextNow(stage.session.id);
      const text = copiedText(context);
      if (text === null || !event.clipboardData) return;
      event.clipboardData.setData("text/plain", text);
      event.preventDefault();
      afterCopy(context, event.type === "cut");
    };
    const paste = (event: ClipboardEvent): void => {
      if (isElsewhere(event) || !event.clipboardData) return;
      const files = [...event.clipboardData.files];
      const text = event.clipboardData.getData("text/plain");
      if (files.length === 0 && text.trim() === "") return;
      event.preventDefault();
      const at = stage.aim();
      if (files.length > 0 && onlyNames(text, files)) addFiles(stage, files.map(named), at).catch(reportTrouble);
      else if (!pasteNodes(contextNow(stage.session.id), text, at)) {
        const node = nodeForText(text);
        if (node) addKind(stage.session, node.kind, besideTaken(stage, cornerFor(node.kind, at)), { params: node.params, ...(node.title === undefined ? {} : { title: node.title }) });
      }
    };
    document.addEventListener("copy", copy, { signal: stop.signal });
    document.addEventListener("cut", copy, { signal: stop.signal });
    document.addEventListener("paste", paste, { signal: stop.signal });
    return () => stop.abort();
  }, [stage]);
}

/** In a field, over marked text, or in a dialog the clipboard means something else. */
function isElsewhere(event: ClipboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : document.activeElement;
  if (target?.closest("input, textarea, [contenteditable='true'], [role='dialog'], [aria-modal='true']")) return true;
  return event.type !== "paste" && document.getSelection()?.isCollapsed === false;
}

/** File managers put the names or paths of copied files beside them: nobody wants those as a prompt. */
function onlyNames(text: string, files: readonly File[]): boolean {
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== "");
  return lines.every((line) => files.some(({ name }) => line.trim().endsWith(name) || decoded(line).endsWith(name)));
}

function decoded(line: string): string {
  try {
    return decodeURIComponent(line.trim());
  } catch {
    // A percent sign of its own: then it is no address.
    return line;
  }
}

let pasted = 0;

/** Images from the clipboard are all called `image.png`. */
function named(file: File): File {
  if (file.name !== "image.png") return file;
  pasted += 1;
  return new File([file], pasted === 1 ? "pasted.png" : `pasted ${pasted}.png`, { type: file.type });
}
