import { useState, type DragEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { reportTrouble } from "../../state/trouble.ts";
import { useBottom } from "../../ui/bottomStore.ts";
import { droppedFiles } from "../../ui/droppedFiles.ts";
import { draggedMedia, MEDIA_DRAG } from "../../ui/mediaDrag.ts";
import { UploadStrip } from "../../ui/UploadStrip.tsx";
import classes from "../flow/Flow.module.css";
import { addKind, cornerFor } from "../search/addNodes.ts";
import { useStage } from "../stage/context.ts";
import { addFiles } from "./addFiles.ts";
import zone from "./DropZone.module.css";
import { insertableEdge } from "./insertableEdge.ts";
import { KIND_DRAG } from "./kindDrag.ts";
import { fileSource, KIND_OF } from "./sources.ts";

/** The canvas's place on the page, and what is dropped on it: kinds from the palette, media of the library, files. */
export function DropZone({ children }: { children: ReactNode }) {
  const { t } = useTranslation("canvas");
  const stage = useStage();
  // It tells of the same files.
  const libraryShown = useBottom(({ tab }) => tab === "library");
  const [over, setOver] = useState<"files" | "other" | null>(null);

  function drag(event: DragEvent): void {
    const { types } = event.dataTransfer;
    const files = types.includes("Files");
    if (!files && !types.includes(KIND_DRAG) && !types.includes(MEDIA_DRAG)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    stage.pointAt(stage.local(event));
    if (over === null) setOver(files ? "files" : "other");
    if (files) return;
    stage.aimAt(insertableEdge(stage, null, stage.place(event)));
  }

  function end(): void {
    setOver(null);
    stage.aimAt(null);
  }

  function drop(event: DragEvent): void {
    if (over === null) return;
    event.preventDefault();
    end();
    const at = stage.place(event);
    const kind = event.dataTransfer.getData(KIND_DRAG);
    const media = draggedMedia(event.dataTransfer);
    if (catalogue.has(kind)) addKind(stage.session, kind, cornerFor(kind, at), { edge: insertableEdge(stage, kind, at) });
    else if (media) addKind(stage.session, KIND_OF[media.type], cornerFor(KIND_OF[media.type], at), { params: { source: fileSource(media) }, title: media.name });
    else droppedFiles(event.dataTransfer).then((files) => addFiles(stage, files, at)).catch(reportTrouble);
  }

  return (
    <div
      className={classes["region"]}
      onDragOver={drag}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget)) end();
      }}
      onDrop={drop}
    >
      {children}
      {!libraryShown && <UploadStrip floats />}
      {over === "files" && (
        <div className={zone["over"]}>
          <span>{t("drop.here")}</span>
        </div>
      )}
    </div>
  );
}
