import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import classes from "./PickList.module.css";

export interface PickItem {
  key: string;
  /** Items of one heading follow each other. */
  heading: string;
  label: string;
  detail?: string;
  sign: ReactNode;
}

interface PickListProps {
  title: string;
  placeholder: string;
  nothing: string;
  /** What matches a text, in the order in which it is shown. */
  find: (text: string) => readonly PickItem[];
  onPick: (key: string) => void;
  onClose: () => void;
  /** The one that Enter would pick. */
  onActive?: (key: string | null) => void;
  /** Upper left corner, in pixels of the canvas's element, if there is room for it. */
  at: { x: number; y: number };
  within: { width: number; height: number };
}

/** No element of HTML is a list that a field above it narrows and whose items stand under headings. */
const LIST = { role: "listbox" } as const;
const itemProps = (isChosen: boolean) => ({ role: "option", tabIndex: -1, "aria-selected": isChosen });

const WIDTH = 304;
const HEIGHT = 380;
const AWAY = 8;

/** A list at the pointer: type to narrow it, arrows and Enter to pick, Escape to leave. */
export function PickList({ title, placeholder, nothing, find, onPick, onClose, onActive, at, within }: PickListProps) {
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const id = useId();
  const box = useRef<HTMLDialogElement>(null);
  const items = find(text);
  const chosen = items[Math.min(active, items.length - 1)];

  useEffect(() => {
    box.current?.querySelector("[aria-selected='true']")?.scrollIntoView({ block: "nearest" });
  }, [active, text]);
  const activeKey = chosen?.key ?? null;
  useEffect(() => {
    onActive?.(activeKey);
  }, [onActive, activeKey]);
  useEffect(() => {
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) onClose();
    };
    addEventListener("pointerdown", outside, true);
    return () => removeEventListener("pointerdown", outside, true);
  }, [onClose]);

  function key(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = Math.min(active, items.length - 1) + step;
      setActive(Math.abs(step) === 1 ? (next + items.length) % Math.max(1, items.length) : Math.min(items.length - 1, Math.max(0, next)));
    } else if (event.key === "Enter" && chosen) {
      event.preventDefault();
      onPick(chosen.key);
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      onClose();
    }
    event.stopPropagation();
  }

  const left = Math.max(AWAY, Math.min(at.x, within.width - WIDTH - AWAY));
  const top = Math.max(AWAY, Math.min(at.y, within.height - HEIGHT - AWAY));
  return (
    <dialog open ref={box} className={classes["box"]} aria-label={title} style={{ left, top, width: WIDTH, maxHeight: Math.min(HEIGHT, within.height - 2 * AWAY) }}>
      <div className={classes["title"]}>{title}</div>
      <input
        className={classes["field"]}
        // The list is asked for by the keyboard as often as by the mouse: typing goes into it at once.
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen ? `${id}-${chosen.key}` : undefined}
        aria-label={placeholder}
        placeholder={placeholder}
        onKeyDown={key}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
      />
      <div className={classes["list"]} id={`${id}-list`} {...LIST} aria-label={title}>
        {items.map((item, place) => (
          <div key={item.key} role="presentation">
            {item.heading !== items[place - 1]?.heading && <div className={classes["heading"]} role="presentation">{item.heading}</div>}
            <button
              type="button"
              id={`${id}-${item.key}`}
              className={classes["item"]}
              {...itemProps(item === chosen)}
              onPointerMove={() => setActive(place)}
              onClick={() => onPick(item.key)}
            >
              {item.sign}
              <span className={classes["label"]}>{item.label}</span>
              {item.detail !== undefined && <span className={classes["detail"]}>{item.detail}</span>}
            </button>
          </div>
        ))}
        {items.length === 0 && <p className={classes["nothing"]}>{nothing}</p>}
      </div>
    </dialog>
  );
}
