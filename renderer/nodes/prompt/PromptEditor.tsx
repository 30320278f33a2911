import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNode, useSessionState } from "../../state/hooks.ts";
import { reportTrouble } from "../../state/trouble.ts";
import { useEditing } from "../../ui/editing.ts";
import { chipFaces, type ChipFace } from "./chips.ts";
import type { Entrance } from "./entrance.ts";
import { LiveEditor } from "./LiveEditor.tsx";
import { loadEditor, loadedEditor } from "./loadEditor.ts";
import { LengthLine } from "./LengthLine.tsx";
import classes from "./Prompt.module.css";
import { textOfNode } from "./promptText.ts";
import { StaticPrompt } from "./StaticPrompt.tsx";

interface PromptEditorProps {
  nodeId: string;
  /** `card` fills its parent; `large` grows with its text and says how long it is. */
  size: "card" | "large";
}

const NO_FACES: readonly ChipFace[] = [];

/** The text of a prompt or the lines of a list: plain words and chips until it is entered, then a real editor. */
export function PromptEditor({ nodeId, size }: PromptEditorProps) {
  const { t } = useTranslation("nodes");
  const node = useNode(nodeId);
  const isList = node?.kind === "promptList";
  const param = isList ? "lines" : "text";
  const text = node ? textOfNode(node.params, param) : "";
  const facesText = useSessionState(({ doc }) => (text.includes("@{") ? JSON.stringify(chipFaces(doc, nodeId, text)) : ""));
  const faces = useMemo(() => (facesText === "" ? NO_FACES : (JSON.parse(facesText) as ChipFace[])), [facesText]);
  const [entrance, setEntrance] = useState<Entrance | null>(null);
  const isWanted = useEditing(({ wanted }) => size === "card" && wanted === nodeId);
  const coming = useRef<Entrance | null>(null);

  const enter = async (next: Entrance) => {
    if (isWanted) useEditing.setState({ wanted: null });
    coming.current = next;
    try {
      if (!loadedEditor()) await loadEditor();
      // Not left meanwhile.
      if (coming.current) setEntrance(coming.current);
    } catch (error) {
      reportTrouble(error);
    }
    coming.current = null;
  };
  if (!node) return null;
  const label = isList ? t("text.list") : t("text.prompt");
  const placeholder = isList ? t("text.listPlaceholder") : t("text.placeholder", { name: "{{name}}" });
  return (
    <div className={classes["field"]} data-size={size} data-list={isList}>
      {entrance ? (
        <LiveEditor key={nodeId} nodeId={nodeId} param={param} isList={isList} entrance={entrance} label={label} placeholder={placeholder} onEnd={() => setEntrance(null)} />
      ) : (
        <StaticPrompt
          text={text}
          faces={faces}
          label={label}
          placeholder={placeholder}
          isList={isList}
          isWanted={isWanted}
          onEnter={(next) => void enter(next)}
          onKey={(key) => {
            if (coming.current) coming.current = { ...coming.current, typed: coming.current.typed + key };
          }}
          onLeave={() => {
            coming.current = null;
          }}
        />
      )}
      {size === "large" && <LengthLine nodeId={nodeId} isList={isList} />}
    </div>
  );
}
