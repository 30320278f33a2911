import { lazy, memo, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { isRefusal } from "../../shared/edit/draft.ts";
import { setParam } from "../../shared/edit/nodes.ts";
import { paramsOf } from "../../shared/edit/ports.ts";
import type { GraphNode } from "../../shared/graph/document.ts";
import { note } from "../../shared/nodes/note.ts";
import { useSession } from "../state/hooks.ts";
import { reportTrouble } from "../state/trouble.ts";
import { useCanvasApi } from "../ui/canvasApi.ts";
import { startEditing, startRenaming, useEditing } from "../ui/editing.ts";
import { useHeldDraft } from "../ui/useHeldDraft.ts";
import { TitleField } from "./CardHeader.tsx";
import { CARD } from "./cardSizes.ts";
import classes from "./Furniture.module.css";
import { textOfNode } from "./prompt/promptText.ts";
import { ResizeHandle } from "./ResizeHandle.tsx";

/** Markdown comes when the first note does. */
const Markdown = lazy(() => import("./Markdown.tsx"));

const LEAST = { width: 80, height: CARD.note.least };

/** A remark on the canvas: Markdown; a double click edits it. */
export const NoteCard = memo(function NoteCard({ node }: { node: GraphNode }) {
  const { t } = useTranslation("nodes");
  const isEdited = useEditing(({ wanted }) => wanted === node.id);
  const isRenaming = useEditing(({ renaming }) => renaming === node.id);
  const values = paramsOf(node, note);
  const text = textOfNode(values, "text");
  return (
    <div className={classes["note"]} data-color={String(values["color"])} onDoubleClick={() => startEditing(node.id)}>
      {(node.title !== undefined || isRenaming) && (
        <div
          className={classes["noteTitle"]}
          onDoubleClick={(event) => {
            event.stopPropagation();
            startRenaming(node.id);
          }}
        >
          {isRenaming ? <TitleField id={node.id} title={node.title ?? ""} placeholder={t("note.label")} /> : node.title}
        </div>
      )}
      {isEdited ? (
        <NoteField id={node.id} text={text} />
      ) : text.trim() === "" ? (
        <p className={classes["hint"]}>{t("note.empty")}</p>
      ) : (
        <div className={classes["markdown"]}>
          <Suspense fallback={<p>{text}</p>}>
            <Markdown text={text} />
          </Suspense>
        </div>
      )}
      <ResizeHandle id={node.id} least={LEAST} />
    </div>
  );
});

function NoteField({ id, text }: { id: string; text: string }) {
  const { t } = useTranslation("nodes");
  const session = useSession();
  const [draft, setDraft] = useState(text);
  const write = () => {
    if (draft === text) return;
    const change = setParam(session.getState().doc, id, "text", draft);
    if (isRefusal(change)) reportTrouble(change.refused);
    else session.commit(change, { label: t("text.editedNote") });
  };
  const end = () => {
    if (useEditing.getState().wanted === id) useEditing.setState({ wanted: null });
    write();
  };
  useHeldDraft(write);
  return (
    <textarea
      className={`${classes["noteField"]} nodrag nopan nowheel nokey`}
      aria-label={t("note.edit")}
      value={draft}
      ref={(field) => {
        if (field && document.activeElement !== field) field.focus({ preventScroll: true });
      }}
      onChange={({ currentTarget }) => setDraft(currentTarget.value)}
      onBlur={end}
      onDoubleClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        // Run and save keep working; single keys are for the text.
        if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
        if (event.key !== "Escape") return;
        event.currentTarget.blur();
        useCanvasApi.getState().api?.focus();
      }}
    />
  );
}
