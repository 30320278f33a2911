import { Button, CloseButton, Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./UploadStrip.module.css";
import { dismissFailed, useUploads } from "./uploads.ts";

/** Below this a bar would only flicker. */
const WORTH_A_BAR = 4 * 1024 * 1024;

/** Which file is on its way and how far, and which ones were refused and why. */
export function UploadStrip({ floats = false }: { floats?: boolean }) {
  const { t } = useTranslation("library");
  const { current, failed } = useUploads();
  if (!current && failed.length === 0) return null;
  const percent = current && current.size > 0 ? Math.floor((current.sent / current.size) * 100) : 0;
  return (
    <div className={classes["place"]} data-floats={floats || undefined} aria-live="polite">
      {current && (
        <div className={classes["strip"]}>
          <Loader size={14} />
          <span className={classes["line"]} title={current.name}>
            {current.sent >= current.size && current.size >= WORTH_A_BAR ? t("upload.checking", { name: current.name }) : t("upload.under", { name: current.name })}
          </span>
          {current.size >= WORTH_A_BAR && current.sent < current.size && (
            <>
              <progress className={classes["bar"]} max={current.size} value={current.sent} aria-label={t("upload.progress", { name: current.name })} />
              <span className="num">{t("upload.percent", { percent })}</span>
            </>
          )}
          {current.all > 1 && <span className="num">{t("upload.of", { done: current.done, all: current.all })}</span>}
          <Button variant="subtle" size="compact-xs" onClick={current.stop}>
            {t("upload.cancel")}
          </Button>
        </div>
      )}
      {failed.length > 0 && (
        <div className={classes["strip"]} data-bad role="alert">
          <div className={classes["line"]}>
            <strong>{t("upload.failed", { count: failed.length })}</strong>
            <ul>
              {failed.map(({ id, name, message }) => (
                <li key={id}>{message.includes(name) ? message : `${name}: ${message}`}</li>
              ))}
            </ul>
          </div>
          <CloseButton size="sm" aria-label={t("upload.dismiss")} onClick={dismissFailed} />
        </div>
      )}
    </div>
  );
}
