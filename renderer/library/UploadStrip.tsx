import { Button, CloseButton, Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./Library.module.css";
import { dismissFailed, useUploads } from "./uploads.ts";

/** Which file is on its way, and which ones were refused and why. */
export function UploadStrip() {
  const { t } = useTranslation("library");
  const { current, failed } = useUploads();
  return (
    <div aria-live="polite">
      {current && (
        <div className={classes["strip"]}>
          <Loader size={14} />
          <span className={classes["line"]}>{t("upload.under", { name: current.name })}</span>
          <span className="num">{t("upload.of", { done: current.done, all: current.all })}</span>
          <Button variant="subtle" size="compact-xs" onClick={current.stop}>
            {t("upload.cancel")}
          </Button>
        </div>
      )}
      {failed.length > 0 && (
        <div className={classes["strip"]} data-bad>
          <div className={classes["line"]}>
            <strong>{t("upload.failed", { count: failed.length })}</strong>
            <ul>
              {failed.map(({ name, message }) => (
                <li key={name}>{message.includes(name) ? message : `${name}: ${message}`}</li>
              ))}
            </ul>
          </div>
          <CloseButton size="sm" aria-label={t("upload.dismiss")} onClick={dismissFailed} />
        </div>
      )}
    </div>
  );
}
