import { create } from "zustand";
import type { GraphNode } from "../../shared/graph/document.ts";

/** The node of the shown graph that is cropped or trimmed in the view over everything. */
export const useFit = create<{ node: string | null }>()(() => ({ node: null }));

export function openFit(node: string): void {
  useFit.setState({ node });
}

export function closeFit(): void {
  useFit.setState({ node: null });
}

const VIEWS: Readonly<Record<string, "crop" | "trim">> = { imageAsset: "crop", fitImage: "crop", videoRef: "trim", audioRef: "trim", fitVideo: "trim", fitAudio: "trim" };

/** How a node's medium is changed by eye; undefined where it is not. A source without a file has nothing to change. */
export function viewFor({ kind, params }: GraphNode): "crop" | "trim" | undefined {
  if (kind.startsWith("fit")) return VIEWS[kind];
  const { source } = params;
  const isFile = typeof source === "object" && source !== null && "type" in source && source.type === "file";
  return isFile ? VIEWS[kind] : undefined;
}
