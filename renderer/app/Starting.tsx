import { Loader } from "@mantine/core";
import { useTimeout } from "@mantine/hooks";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApp } from "../state/app.ts";
import classes from "./Starting.module.css";

/** Nothing flashes for a start that takes a moment only. */
const SHOW_AFTER_MS = 400;

/** Until the host has answered for the first time, or when it never will. */
export function Starting() {
  const { t } = useTranslation("app");
  const online = useApp(({ online }) => online);
  const [isSlow, setSlow] = useState(false);
  useTimeout(() => setSlow(true), SHOW_AFTER_MS, { autoInvoke: true });
  if (online === "refused") {
    return (
      <div className={classes.starting} role="alert">
        <IconPlugConnectedX size={32} stroke={1.4} aria-hidden />
        <h1>{t("refusedTitle")}</h1>
        <p>{t("refused")}</p>
      </div>
    );
  }
  if (!isSlow) return null;
  return (
    <output className={classes.starting}>
      <Loader size="sm" type="dots" />
      {t("connecting")}
    </output>
  );
}
