import { createElement, memo, useMemo, type FocusEvent, type KeyboardEvent, type PointerEvent } from "react";
import { useTranslation } from "react-i18next";
import type { ChipFace } from "./chips.ts";
import type { Entrance } from "./entrance.ts";
import { loadEditor } from "./loadEditor.ts";
import classes from "./Prompt.module.css";
import { partsOf } from "./promptText.ts";

/** More than this does not fit on a card, and thousands of cards are to be cheap. */
const MOST_SHOWN = 4_000;

/** Where the pointer went down: there is one, and the focus follows it at once. */
let pressed: Entrance["at"] = null;

function press(at: Entrance["at"]): void {
  pressed = at;
}

function takePressed(): Entrance["at"] {
  const at = pressed;
  pressed = null;
  return at;
}

interface StaticPromptProps {
  text: string;
  faces: readonly ChipFace[];
  label: string;
  placeholder: string;
  isList: boolean;
  /** Somebody asked for this text: it takes the keyboard. */
  isWanted: boolean;
  onEnter: (entrance: Entrance) => void;
  /** A character typed while the editor is on its way. */
  onKey: (key: string) => void;
  onLeave: () => void;
}

/** The text while nobody edits it. Takes the keyboard like a field, and hands it on to the editor. */
export const StaticPrompt = memo(function StaticPrompt({ text, faces, label, placeholder, isList, isWanted, onEnter, onKey, onLeave }: StaticPromptProps) {
  const shown = text.length > MOST_SHOWN ? text.slice(0, MOST_SHOWN) : text;
  return createElement(
    // No field of the browser's own can show chips.
    "div",
    {
      role: "textbox",
      "aria-multiline": true,
      "aria-label": label,
      tabIndex: 0,
      className: `${classes["static"]} nodrag nopan nokey`,
      ref: (field: HTMLElement | null) => {
        if (isWanted) field?.focus({ preventScroll: true });
      },
      onPointerEnter: () => void loadEditor().catch(asksAgain),
      onPointerDown: ({ clientX, clientY }: PointerEvent) => {
        press({ x: clientX, y: clientY });
      },
      onFocus: ({ currentTarget }: FocusEvent<HTMLElement>) => {
        onEnter({ at: takePressed(), typed: "", scrollTop: currentTarget.scrollTop });
      },
      onBlur: onLeave,
      onKeyDown: (event: KeyboardEvent) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const typed = event.key === "Enter" ? "\n" : event.key;
        if (typed.length !== 1) return;
        event.preventDefault();
        onKey(typed);
      },
    },
    shown === "" ? <span className={classes["placeholder"]}>{placeholder}</span> : isList ? <Lines text={shown} faces={faces} /> : <Parts text={shown} faces={faces} />,
  );
});

/** What failed ahead of time is asked for again, and told, when the text is entered. */
function asksAgain(): void {}

function Lines({ text, faces }: { text: string; faces: readonly ChipFace[] }) {
  return text.split("\n").map((line, index) => (
    <p key={index} className={classes["item"]} data-empty={line.trim() === ""}>
      <Parts text={line} faces={faces} />
    </p>
  ));
}

function Parts({ text, faces }: { text: string; faces: readonly ChipFace[] }) {
  const { t } = useTranslation("nodes");
  const parts = useMemo(() => partsOf(text), [text]);
  return parts.map((part, index) => {
    if (part.is === "words") return part.text;
    if (part.is === "variable") {
      return (
        <span key={index} className={classes["variable"]}>
          {part.text}
        </span>
      );
    }
    const face = faces.find(({ nodeId }) => nodeId === part.nodeId);
    const wrong = face ? face.wrong : "gone";
    return (
      <span key={index} className={classes["chip"]} data-type={face?.type ?? "any"} {...(wrong ? { "data-wrong": true, title: t(`text.${wrong}`) } : {})}>
        {face?.title ?? part.text}
      </span>
    );
  });
}
