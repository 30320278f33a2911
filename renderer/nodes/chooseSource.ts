import { setParam } from "../../shared/edit/nodes.ts";
import type { GraphNode } from "../../shared/graph/document.ts";
import { mediaSourceSchema, type MediaFacts, type MediaSource, type MediaType } from "../../shared/graph/media.ts";
import { checkMediaUrl } from "../../shared/nodes/mediaUrl.ts";
import { i18n } from "../i18n/index.ts";
import { useApp } from "../state/app.ts";
import type { Session } from "../state/session.ts";
import { draggedMedia, MEDIA_DRAG, type DraggedMedia } from "../ui/mediaDrag.ts";

/** The source of a source node; null while nothing (that makes sense) is chosen. */
export function sourceOf(params: Readonly<Record<string, unknown>>): MediaSource | null {
  return mediaSourceSchema.safeParse(params["source"]).data ?? null;
}

export function setSource(session: Session, id: string, source: MediaSource | null): void {
  const change = setParam(session.getState().doc, id, "source", source);
  if (!("refused" in change)) session.commit(change, { label: i18n.t(source ? "nodes:source.chosen" : "nodes:source.removed") });
}

/** Adds a file to the library and makes it the node's source. Resolves with what is wrong with it, or null. Rejects when it cannot be added, and when `signal` aborts. */
export async function takeFile(session: Session, id: string, type: MediaType, file: File, signal: AbortSignal, onProgress: (sent: number) => void): Promise<string | null> {
  const { connection } = useApp.getState();
  if (!connection) throw new Error(i18n.t("app:connecting"));
  const facts = await connection.upload(file, file.name, signal, onProgress);
  return takeMedia(session, id, type, facts);
}

/** Makes a library file the node's source, unless it is of another type: then says so. */
export function takeMedia(session: Session, id: string, type: MediaType, media: (MediaFacts & { name: string }) | DraggedMedia): string | null {
  const { sha256, name, bytes } = media;
  if (media.type !== type) {
    const noun = (which: MediaType) => i18n.t(`nodes:source.noun.${which}`);
    return i18n.t("nodes:source.wrongType", { name, is: noun(media.type), format: "format" in media ? media.format : media.type, needs: noun(type) });
  }
  setSource(session, id, { type: "file", sha256, name, bytes });
  return null;
}

/** A typed or pasted address as a source, or what is wrong with it. */
export function parseAddress(text: string): { source: MediaSource } | { problem: string } {
  const address = text.trim();
  if (address.startsWith("asset://")) {
    const parsed = mediaSourceSchema.safeParse({ type: "asset", uri: address });
    return parsed.success ? { source: parsed.data } : { problem: i18n.t("nodes:source.badAsset") };
  }
  const [problem] = checkMediaUrl(address);
  return problem ? { problem: [problem.message, problem.fix].filter(Boolean).join(" ") } : { source: { type: "url", url: address } };
}

/** Whether something is dragged that a source node can take. */
export function isMediaDrag({ types }: DataTransfer): boolean {
  return types.includes("Files") || types.includes(MEDIA_DRAG);
}

/** What was dropped: a library file, or a file of this machine. */
export function droppedMedia(transfer: DataTransfer): DraggedMedia | File | null {
  return draggedMedia(transfer) ?? transfer.files.item(0);
}

/** `1.2 MB` */
function bytesText(bytes: number): string {
  if (bytes < 1000 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} kB`;
  return `${(bytes / (1024 * 1024)).toFixed(bytes < 10 * 1024 * 1024 ? 1 : 0)} MB`;
}

/** Beside the port: how large the file is. */
export function sourceInfo(node: GraphNode): string | null {
  const source = sourceOf(node.params);
  return source?.type === "file" ? bytesText(source.bytes) : null;
}

/** A node without a title is called by its file. */
export function sourceName(node: GraphNode): string | undefined {
  const source = sourceOf(node.params);
  return source?.type === "file" ? source.name : undefined;
}
