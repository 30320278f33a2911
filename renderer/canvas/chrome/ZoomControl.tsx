import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconMap, IconMinus, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { shortcutText } from "../../actions/keys.ts";
import { changeSettings } from "../../actions/settings.ts";
import { useApp } from "../../state/app.ts";
import { useSessionState } from "../../state/hooks.ts";
import { useCanvasApi } from "../../ui/canvasApi.ts";
import { useStage } from "../stage/context.ts";
import { fit, setZoom, zoomTo } from "../view/animate.ts";
import classes from "./chrome.module.css";

const PRESETS = [0.25, 0.5, 1, 1.5, 2];
const STEP = 1.25;

/** How large everything is shown, and the ways to change it. */
export function ZoomControl() {
  const { t } = useTranslation("canvas");
  const stage = useStage();
  const zoom = useCanvasApi((state) => state.zoom);
  const minimap = useApp(({ settings }) => settings.minimap);
  const hasSelection = useSessionState(({ selection }) => selection.size > 0);
  const percent = zoom < 0.1 ? Math.round(zoom * 1000) / 10 : Math.round(zoom * 100);
  return (
    <div className={classes["zoom"]} data-chrome>
      <Tooltip label={t(minimap ? "view.hideMinimap" : "view.showMinimap")}>
        <ActionIcon aria-label={t("view.minimap")} aria-pressed={minimap} onClick={() => changeSettings({ minimap: !minimap })}>
          <IconMap size={15} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t("view.zoomOut")}>
        <ActionIcon aria-label={t("view.zoomOut")} onClick={() => setZoom(stage, stage.camera.zoom / STEP)}>
          <IconMinus size={15} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      <Menu position="top" width={200}>
        <Menu.Target>
          <button type="button" className={`${classes["percent"]} num`} aria-label={t("view.zoom", { percent })}>
            {`${percent} %`}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => fit(stage)}>{t("view.fit")}</Menu.Item>
          <Menu.Item disabled={!hasSelection} onClick={() => zoomTo(stage, stage.session.getState().selection)}>
            {t("view.selection")}
          </Menu.Item>
          <Menu.Divider />
          {PRESETS.map((preset) => (
            <Menu.Item key={preset} onClick={() => setZoom(stage, preset)} {...(preset === 1 ? { rightSection: <kbd className={classes["key"]}>{shortcutText("mod+0")}</kbd> } : {})}>
              {`${preset * 100} %`}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Tooltip label={t("view.zoomIn")}>
        <ActionIcon aria-label={t("view.zoomIn")} onClick={() => setZoom(stage, stage.camera.zoom * STEP)}>
          <IconPlus size={15} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
