import { NumberInput, SegmentedControl, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { changeSettings } from "../actions/settings.ts";
import { useApp } from "../state/app.ts";
import { Part, Row } from "./SettingRow.tsx";

/** Look, canvas, and when a run asks first. */
export function GeneralPage() {
  const { t } = useTranslation("settings");
  const settings = useApp(({ settings }) => settings);
  return (
    <>
      <Part title={t("look.title")}>
        <Row label={t("look.theme")} htmlFor="setting-theme">
          <SegmentedControl
            id="setting-theme"
            aria-label={t("look.theme")}
            value={settings.theme}
            onChange={(theme) => changeSettings({ theme })}
            data={(["system", "dark", "light"] as const).map((value) => ({ value, label: t(`look.${value}`) }))}
          />
        </Row>
      </Part>
      <Part title={t("canvas.title")}>
        <Row label={t("canvas.snap")} hint={t("canvas.snapHint")} htmlFor="setting-snap">
          <Switch id="setting-snap" checked={settings.snapToGrid} onChange={(event) => changeSettings({ snapToGrid: event.currentTarget.checked })} />
        </Row>
        <Row label={t("canvas.minimap")} htmlFor="setting-minimap">
          <Switch id="setting-minimap" checked={settings.minimap} onChange={(event) => changeSettings({ minimap: event.currentTarget.checked })} />
        </Row>
      </Part>
      <Part title={t("sharing.title")}>
        <Row label={t("sharing.embed")} hint={t("sharing.embedHint")} htmlFor="setting-embed">
          <Switch id="setting-embed" checked={settings.embedGraph} onChange={(event) => changeSettings({ embedGraph: event.currentTarget.checked })} />
        </Row>
      </Part>
      <Part title={t("money.title")}>
        <Row label={t("money.askAbove")} hint={t("money.askAboveHint")} htmlFor="setting-ask">
          <NumberInput
            id="setting-ask"
            w={128}
            min={0}
            step={100}
            thousandSeparator=","
            suffix={t("money.suffix")}
            value={settings.askAbove}
            onChange={(value) => typeof value === "number" && value >= 0 && changeSettings({ askAbove: value })}
          />
        </Row>
      </Part>
    </>
  );
}
