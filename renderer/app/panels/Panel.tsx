import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { showPanel, type PanelSide } from "../../actions/panels.ts";
import classes from "./Panel.module.css";
import { ResizeHandle } from "./ResizeHandle.tsx";

interface PanelProps {
  side: PanelSide;
  size: number;
  /** Shown over the canvas, as there is no room beside it. */
  over: boolean;
  children: ReactNode;
}

/** A part of the window beside the canvas, with an edge that can be moved. */
export function Panel({ side, size, over, children }: PanelProps) {
  const { t } = useTranslation("app");
  const root = useRef<HTMLElement>(null);
  useEffect(() => {
    const panel = root.current;
    if (!over || !panel) return;
    const leave = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.stopPropagation();
      showPanel(side, false);
    };
    panel.addEventListener("keydown", leave);
    return () => panel.removeEventListener("keydown", leave);
  }, [over, side]);
  return (
    <section
      aria-label={t(`panels.${side}`)}
      data-panel={side}
      data-over={over || undefined}
      className={`${classes.panel} ${classes[side]}`}
      style={side === "bottom" ? { height: size } : { width: size }}
      ref={root}
    >
      {over ? (
        <div className={classes.head}>
          <ActionIcon size="sm" aria-label={t("panels.close", { panel: t(`panels.${side}`) })} onClick={() => showPanel(side, false)}>
            <IconX size={14} />
          </ActionIcon>
        </div>
      ) : (
        <ResizeHandle side={side} size={size} />
      )}
      <div className={classes.content}>{children}</div>
    </section>
  );
}
