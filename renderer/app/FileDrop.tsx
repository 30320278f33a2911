import { useEffect } from "react";
import { openDropped } from "../actions/documents.ts";
import { reportTrouble } from "../state/trouble.ts";

/** Graphs that are dropped anywhere are opened; the canvas takes what is dropped on it first. Nothing that misses makes the browser leave the page. */
export function FileDrop() {
  useEffect(() => {
    const stop = new AbortController();
    const over = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (event.defaultPrevented) return;
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      void openAll(files.filter(({ name }) => /\.(shotgraph|png|jpe?g|webp|mp4|mov|webm)$/i.test(name))).catch(reportTrouble);
    };
    window.addEventListener("dragover", over, { signal: stop.signal });
    window.addEventListener("drop", drop, { signal: stop.signal });
    return () => stop.abort();
  }, []);
  return null;
}

async function openAll(files: readonly File[]): Promise<void> {
  for (const file of files) await openDropped(file);
}
