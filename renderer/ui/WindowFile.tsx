import { ActionIcon, Tooltip } from "@mantine/core";
import { IconFolderSearch, IconGripVertical } from "@tabler/icons-react";
import type { DragEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Done, WindowBridge } from "../../shared/contract/api/desktop.ts";
import { pageWindow } from "../state/pageWindow.ts";
import { reportTrouble } from "../state/trouble.ts";
import { announce } from "./announce.ts";
import { fileManagerName } from "./fileManager.ts";

/** What can be done with a file of the library where the page is in a window of its own: show it in its folder, drag it out. Nothing in a browser. */
export function WindowFile({ sha256, name }: { sha256: string; name: string }) {
  const { t } = useTranslation("desktop");
  const window = pageWindow();
  if (!window) return null;
  return (
    <>
      <Tooltip label={t(`reveal.${fileManagerName()}`)}>
        <ActionIcon aria-label={t(`reveal.${fileManagerName()}`)} onClick={() => told(window.reveal({ sha256 }))}>
          <IconFolderSearch size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t("dragOutHint")}>
        <ActionIcon aria-label={t("dragOut")} draggable style={{ cursor: "grab" }} onClick={() => announce(t("dragOutHint"))} onDragStart={(event: DragEvent) => dragOut(event, window, { sha256, name })}>
          <IconGripVertical size={16} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}

/** Leaves a drag to the window, which drags a copy of the file. */
export function dragOut(event: Pick<DragEvent, "preventDefault">, window: Pick<WindowBridge, "drag">, file: { sha256: string; name: string }): void {
  event.preventDefault();
  told(window.drag(file));
}

function told(doing: Promise<Done>): void {
  doing.then(({ ok, message }) => (ok ? undefined : reportTrouble(message ?? ""))).catch(reportTrouble);
}
