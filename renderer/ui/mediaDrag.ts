import { z } from "zod";

/** Kind of drag data that names a file of the library; the canvas makes a node of it. */
export const MEDIA_DRAG = "application/x-shotgraph-media";

const draggedSchema = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), type: z.enum(["image", "video", "audio"]), name: z.string().max(255), bytes: z.int().nonnegative() });
export type DraggedMedia = z.infer<typeof draggedSchema>;

export function setDragged(transfer: DataTransfer, media: DraggedMedia): void {
  transfer.setData(MEDIA_DRAG, JSON.stringify(media));
  transfer.effectAllowed = "copy";
}

/** Null when something else is dragged. */
export function draggedMedia(transfer: DataTransfer): DraggedMedia | null {
  const text = transfer.getData(MEDIA_DRAG);
  return text === "" ? null : (draggedSchema.safeParse(JSON.parse(text)).data ?? null);
}
