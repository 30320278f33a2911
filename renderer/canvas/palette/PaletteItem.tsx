import { Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { NodeKind } from "../../../shared/nodes/define.ts";
import { KindIcon } from "../../ui/KindIcon.tsx";
import { KIND_DRAG } from "../drop/kindDrag.ts";
import classes from "./Palette.module.css";

/** One kind: a click adds it at the middle of the view, a drag where it is let go. */
export function PaletteItem({ kind, onAdd }: { kind: NodeKind; onAdd: (kind: string) => void }) {
  const { t } = useTranslation("canvas");
  return (
    <Tooltip label={kind.description} position="right" multiline maw={240}>
      <button
        type="button"
        className={classes["item"]}
        draggable
        aria-label={t("palette.add", { name: kind.title, description: kind.description })}
        onClick={() => onAdd(kind.kind)}
        onDragStart={({ dataTransfer }) => {
          dataTransfer.setData(KIND_DRAG, kind.kind);
          dataTransfer.effectAllowed = "copy";
        }}
      >
        <KindIcon kind={kind.kind} />
        <span>{kind.title}</span>
      </button>
    </Tooltip>
  );
}
