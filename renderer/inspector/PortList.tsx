import { ActionIcon } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconGripVertical, IconX } from "@tabler/icons-react";
import { useState, type DragEvent } from "react";
import { useTranslation } from "react-i18next";
import { disconnect, reorderEdges } from "../../shared/edit/connect.ts";
import { useNodePlan, useSession, useSessionState } from "../state/hooks.ts";
import { announce } from "../ui/announce.ts";
import { MediaThumb } from "../ui/MediaThumb.tsx";
import { titleOf } from "../ui/reasonText.ts";
import { moved, type PortEdges } from "./portEdges.ts";
import classes from "./Ports.module.css";
import { useEdit } from "./useEdit.ts";

/** Where a dragged wire would come to lie: before the one of this number. */
interface Drag {
  from: number;
  to: number;
}

/** The wires at an input: dragged, or moved with buttons, into another order; cut; followed to where they come from. */
export function PortList({ id, port: { name, max, edges } }: { id: string; port: PortEdges }) {
  const { t } = useTranslation("inspector");
  const edit = useEdit();
  const [drag, setDrag] = useState<Drag | null>(null);
  const ordered = edges.length > 1 && max > 1;

  function move(from: number, to: number, title: string): void {
    if (to < 0 || to >= edges.length || from === to) return;
    const order = moved(edges, from, to).map((edge) => edge.id);
    edit((doc) => reorderEdges(doc, { node: id, port: name }, order), t("undo.reorder"));
    announce(t("ports.moved", { name: title, at: to + 1, of: edges.length }));
  }

  const dragging = (at: number, title: string) => ({
    draggable: true,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.effectAllowed = "move";
      // Firefox and the canvas want to know what it is; nobody takes it but this list.
      event.dataTransfer.setData("application/x-shotgraph-wire", edges[at]?.id ?? "");
      setDrag({ from: at, to: at });
    },
    onDragOver: (event: DragEvent<HTMLElement>) => {
      if (!drag) return;
      event.preventDefault();
      const { top, height } = event.currentTarget.getBoundingClientRect();
      setDrag({ ...drag, to: event.clientY < top + height / 2 ? at : at + 1 });
    },
    onDrop: (event: DragEvent) => {
      if (!drag) return;
      event.preventDefault();
      move(drag.from, drag.to > drag.from ? drag.to - 1 : drag.to, title);
      setDrag(null);
    },
    onDragEnd: () => setDrag(null),
  });

  if (edges.length === 0) return null;
  return (
    <ol className={classes.wires}>
      {edges.map(({ id: edge, from }, at) => (
        <Wire
          key={edge}
          from={from}
          at={ordered ? at : null}
          of={edges.length}
          mark={drag === null || drag.to === drag.from || drag.to === drag.from + 1 ? null : drag.to === at ? "before" : drag.to === edges.length && at === edges.length - 1 ? "after" : null}
          dragging={ordered ? (title: string) => dragging(at, title) : null}
          onMove={(to, title) => move(at, to, title)}
          onRemove={() => edit((doc) => disconnect(doc, [edge]), t("undo.disconnect"))}
        />
      ))}
    </ol>
  );
}

interface WireProps {
  from: string;
  /** Its place from 0; null where there is no order. */
  at: number | null;
  of: number;
  mark: "before" | "after" | null;
  dragging: ((title: string) => object) | null;
  onMove: (to: number, title: string) => void;
  onRemove: () => void;
}

function Wire({ from, at, of, mark, dragging, onMove, onRemove }: WireProps) {
  const { t } = useTranslation("inspector");
  const session = useSession();
  const known = useSessionState(({ doc }) => doc.nodes.has(from));
  const title = useSessionState(({ doc }) => titleOf(doc, from));
  const [value] = useNodePlan(from)?.values ?? [];
  const name = known ? title : t("ports.gone");
  return (
    <li className={classes.wire} data-mark={mark} {...dragging?.(name)}>
      {at !== null && (
        <span className={classes.grip} title={t("ports.drag")}>
          <IconGripVertical size={14} aria-hidden />
          <span className="num">{at + 1}</span>
        </span>
      )}
      {value?.sha256 && value.type !== "text" && (
        <span className={classes.thumb}>
          <MediaThumb sha256={value.sha256} type={value.type} width={160} />
        </span>
      )}
      <button
        type="button"
        className={classes.source}
        title={t("ports.jump", { name })}
        disabled={!known}
        onMouseEnter={() => session.hover(from)}
        onMouseLeave={() => session.hover(null)}
        onClick={() => {
          session.select([from]);
          session.focusOn([from]);
        }}
      >
        {name}
      </button>
      {at !== null && (
        <>
          <ActionIcon size="xs" aria-label={t("ports.up", { name })} disabled={at === 0} onClick={() => onMove(at - 1, name)}>
            <IconChevronUp size={14} />
          </ActionIcon>
          <ActionIcon size="xs" aria-label={t("ports.down", { name })} disabled={at === of - 1} onClick={() => onMove(at + 1, name)}>
            <IconChevronDown size={14} />
          </ActionIcon>
        </>
      )}
      <ActionIcon size="xs" aria-label={t("ports.remove", { name })} onClick={onRemove}>
        <IconX size={14} />
      </ActionIcon>
    </li>
  );
}
