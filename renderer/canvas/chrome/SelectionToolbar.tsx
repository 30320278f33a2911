import { ActionIcon as IconButton, Menu, Tooltip } from "@mantine/core";
import { IconLayoutAlignLeft } from "@tabler/icons-react";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { labelOf, performAction } from "../../actions/action.ts";
import { ActionIcon } from "../../actions/ActionIcon.tsx";
import { ActionItems } from "../../actions/ActionItems.tsx";
import { contextNow } from "../../actions/context.ts";
import { shortcutText } from "../../actions/keys.ts";
import { actionOf } from "../../actions/list.ts";
import { ARRANGE_PARTS } from "../../actions/menus.ts";
import { useSessionState } from "../../state/hooks.ts";
import { visibleRect } from "../stage/camera.ts";
import { useStage, useStageUi } from "../stage/context.ts";
import type { Stage } from "../stage/stage.ts";
import classes from "./chrome.module.css";

const FIRST = ["runUpTo", "bypass", "disable"].map(actionOf);
const SECOND = ["duplicate", "group"].map(actionOf);
const LAST = [actionOf("delete")];
const HEIGHT = 34;
const AWAY = 12;

/** One bar for whatever is selected, above it; out of the way while something is dragged, typed or searched. */
export function SelectionToolbar() {
  const selection = useSessionState((state) => state.selection);
  const away = useStageUi(({ busy, search, menu, connecting, far }) => busy || far || search !== null || menu !== null || connecting !== null);
  return selection.size > 0 && !away ? <Bar selection={selection} /> : null;
}

function Bar({ selection }: { selection: ReadonlySet<string> }) {
  const { t } = useTranslation("canvas");
  const stage = useStage();
  const ref = useRef<HTMLDivElement>(null);
  const doc = useSessionState((state) => state.doc);
  // Which of them make sense depends on these.
  const context = useMemo(() => (doc && selection ? contextNow(stage.session.id) : contextNow()), [stage, doc, selection]);
  useEffect(() => {
    const put = (): void => place(stage, ref.current);
    put();
    return stage.onDraw(put);
  });
  const several = selection.size > 1;
  return (
    <div ref={ref} className={classes["toolbar"]} role="toolbar" aria-label={t("toolbar.label")}>
      {FIRST.map(button)}
      {FIRST.some((action) => action.when(context)) && <span className={classes["rule"]} />}
      {SECOND.map(button)}
      {several && (
        <Menu position="bottom-start" width={220}>
          <Menu.Target>
            <Tooltip label={t("toolbar.align")}>
              <IconButton aria-label={t("toolbar.align")}>
                <IconLayoutAlignLeft size={15} stroke={1.7} />
              </IconButton>
            </Tooltip>
          </Menu.Target>
          <Menu.Dropdown>
            <ActionItems parts={[...ARRANGE_PARTS, [actionOf("tidyUp")]]} context={context} others="hide" />
          </Menu.Dropdown>
        </Menu>
      )}
      <span className={classes["rule"]} />
      {LAST.map(button)}
    </div>
  );

  function button(action: (typeof FIRST)[number]) {
    if (!action.when(context)) return null;
    const label = labelOf(action, context);
    const [shortcut] = action.shortcut ?? [];
    const isOn = action.toggled?.(context);
    return (
      <Tooltip key={action.id} label={shortcut === undefined ? label : `${label}  ${shortcutText(shortcut)}`}>
        <IconButton aria-label={label} data-action={action.id} {...(isOn === undefined ? {} : { "aria-pressed": isOn, variant: isOn ? "light" : "subtle" })} onClick={() => performAction(action, contextNow(stage.session.id))}>
          <ActionIcon name={action.icon} />
        </IconButton>
      </Tooltip>
    );
  }
}

/** Above the selection, or below it when there is no room; hidden when it is not in view or fills it. */
function place(stage: Stage, bar: HTMLElement | null): void {
  if (!bar) return;
  const { camera, scene, session } = stage;
  const bounds = scene.nodes.bounds(scene.nodes.placesOf(session.getState().selection));
  if (!bounds) return;
  const view = visibleRect(camera);
  const inView = bounds.x < view.x + view.width && bounds.y < view.y + view.height && bounds.x + bounds.width > view.x && bounds.y + bounds.height > view.y;
  const top = bounds.y * camera.zoom + camera.y;
  const bottom = top + bounds.height * camera.zoom;
  const above = top - HEIGHT - AWAY;
  const y = above >= 4 ? above : bottom + AWAY + HEIGHT < camera.height ? bottom + AWAY : null;
  bar.dataset["away"] = String(!inView || y === null);
  if (y === null) return;
  const middle = (bounds.x + bounds.width / 2) * camera.zoom + camera.x - bar.offsetWidth / 2;
  bar.style.transform = `translate(${Math.round(Math.max(4, Math.min(middle, camera.width - bar.offsetWidth - 4)))}px, ${Math.round(y)}px)`;
}
