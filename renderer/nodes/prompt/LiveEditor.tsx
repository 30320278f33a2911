import type { TFunction } from "i18next";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isRefusal } from "../../../shared/edit/draft.ts";
import { setParam } from "../../../shared/edit/nodes.ts";
import { mediaUrl, useApp } from "../../state/app.ts";
import { holdDraft } from "../../state/drafts.ts";
import { useSession } from "../../state/hooks.ts";
import type { Session } from "../../state/session.ts";
import { reportTrouble } from "../../state/trouble.ts";
import { useCanvasApi } from "../../ui/canvasApi.ts";
import { chipFaces, referenceFaces } from "./chips.ts";
import { loadedEditor } from "./loadEditor.ts";
import type { Entrance } from "./entrance.ts";
import classes from "./Prompt.module.css";
import { textOfNode } from "./promptText.ts";

/** The draft becomes an edit at a pause of typing, and in a long burst now and then. */
const PAUSE_MS = 400;
const LONGEST_BURST_MS = 2_000;

interface LiveEditorProps {
  nodeId: string;
  param: "text" | "lines";
  isList: boolean;
  entrance: Entrance;
  label: string;
  placeholder: string;
  onEnd: () => void;
}

/** The editor while a text has the keyboard. What is typed stays here until a pause; then it is an edit of the document. */
export function LiveEditor({ nodeId, param, isList, onEnd, ...first }: LiveEditorProps) {
  const { t } = useTranslation("nodes");
  // The editor lives as long as this component: texts of later renders do not begin it anew.
  const [{ entrance, label, placeholder, words }] = useState(() => ({ ...first, words: wordsOf(t) }));
  const session = useSession();
  const place = useRef<HTMLDivElement>(null);
  const end = useRef(onEnd);
  useEffect(() => {
    end.current = onEnd;
  });

  useLayoutEffect(() => {
    const parent = place.current;
    const module = loadedEditor();
    if (!parent || !module) return;
    const draft = createDraft(session, nodeId, param, words.edited);
    const leave = () => {
      const isOnCard = parent.closest(".react-flow__node") !== null;
      draft.flush();
      end.current();
      if (isOnCard) useCanvasApi.getState().api?.focus();
    };
    const editor = module.createPromptView({
      parent,
      text: draft.text(),
      isList,
      label,
      placeholder,
      faces: (text) => chipFaces(session.getState().doc, nodeId, text),
      references: () => referenceFaces(session.getState().doc, nodeId).map((face) => ({ ...face, picture: pictureOf(session, face.nodeId) })),
      words,
      classes: { chip: classes["chip"] ?? "", variable: classes["variable"] ?? "" },
      onChange: draft.change,
      onBlur: () => {
        draft.flush();
        end.current();
      },
      onLeave: leave,
      onUndo: () => {
        draft.flush();
        session.undo();
      },
      onRedo: () => {
        draft.flush();
        session.redo();
      },
    });
    const release = holdDraft(draft.flush);
    const stop = session.subscribe(({ doc }, before) => {
      if (doc === before.doc) return;
      const text = draft.text();
      if (!draft.isOwn(text)) editor.setText(text);
      editor.refreshChips();
    });
    editor.view.scrollDOM.scrollTop = entrance.scrollTop;
    editor.focus(entrance.at, entrance.typed);
    return () => {
      stop();
      release();
      // Scrolled out of view, or its graph was left: what was typed is kept.
      draft.flush();
      editor.view.destroy();
    };
  }, [session, nodeId, param, isList, entrance, label, placeholder, words]);

  return <div ref={place} className={`${classes["live"]} nodrag nopan nowheel nokey`} />;
}

function wordsOf(t: TFunction<"nodes">) {
  return { edited: t("text.edited"), noReferences: t("text.noReferences"), noReferencesHint: t("text.noReferencesHint"), gone: t("text.gone"), unconnected: t("text.unconnected") };
}

interface Draft {
  /** What the document holds. */
  text: () => string;
  change: (text: string) => void;
  /** Whether the document holds what this draft wrote last, or has not been told of yet. */
  isOwn: (text: string) => boolean;
  flush: () => void;
}

function createDraft(session: Session, nodeId: string, param: string, what: string): Draft {
  const text = () => textOfNode(session.getState().doc.nodes.get(nodeId)?.value.params ?? {}, param);
  let known = text();
  let typed: string | null = null;
  let since = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    if (typed === null) return;
    known = typed;
    typed = null;
    const { doc } = session.getState();
    // The node is gone: there is nothing to write into.
    if (!doc.nodes.has(nodeId) || text() === known) return;
    const change = setParam(doc, nodeId, param, known);
    if (isRefusal(change)) reportTrouble(change.refused);
    else session.commit(change, { label: what, mergeKey: `text:${nodeId}` });
  };
  return {
    text,
    flush,
    change(next) {
      if (typed === null) since = Date.now();
      typed = next;
      clearTimeout(timer);
      if (Date.now() - since >= LONGEST_BURST_MS) flush();
      else timer = setTimeout(flush, PAUSE_MS);
    },
    isOwn(now) {
      if (now === known) return true;
      // Changed elsewhere: that goes before what has not been written yet.
      known = now;
      typed = null;
      clearTimeout(timer);
      return false;
    },
  };
}

function pictureOf(session: Session, nodeId: string): string | null {
  const sha256 = session.getState().plan.nodes.get(nodeId)?.values[0]?.sha256;
  return sha256 ? mediaUrl(useApp.getState().grant, sha256, 160) : null;
}
