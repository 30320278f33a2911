import { Modal, NumberInput, SegmentedControl, Switch } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { answerOf, type DialogOf } from "../actions/dialogs.ts";
import { changeSettings } from "../actions/settings.ts";
import { useApp } from "../state/app.ts";
import { AboutFacts } from "./AboutFacts.tsx";
import { RealmSwitch } from "./RealmSwitch.tsx";
import classes from "./Settings.module.css";

/** Every setting takes effect at once; there is nothing to apply. */
export function SettingsDialog({ dialog }: { dialog: DialogOf<"settings"> }) {
  const { t } = useTranslation("settings");
  const settings = useApp(({ settings }) => settings);
  const info = useApp(({ info }) => info);
  return (
    <Modal opened onClose={() => answerOf(dialog)(null)} title={t("title")} size={600} classNames={{ title: classes.title ?? "", body: classes.body ?? "" }}>
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
        {info && (
          <>
            <Row label={t("money.realm")} hint={t(info.realm === "sandbox" ? "money.sandbox" : "money.service")}>
              <span className={classes.value}>{t(info.realm === "sandbox" ? "money.isSandbox" : "money.isService")}</span>
            </Row>
            <Row label={t("money.key")} hint={t("money.keyHint")}>
              <span className={classes.value} data-good={info.hasKey}>
                {t(info.hasKey ? "money.hasKey" : "money.noKey")}
              </span>
            </Row>
            <RealmSwitch info={info} />
          </>
        )}
      </Part>
      {info && (
        <Part title={t("about.title")}>
          <AboutFacts info={info} />
        </Part>
      )}
    </Modal>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Row({ label, hint, htmlFor, children }: { label: string; hint?: string; htmlFor?: string; children: ReactNode }) {
  return (
    <div className={classes.row}>
      <div className={classes.words}>
        {htmlFor === undefined ? <span>{label}</span> : <label htmlFor={htmlFor}>{label}</label>}
        {hint !== undefined && <small>{hint}</small>}
      </div>
      {children}
    </div>
  );
}
