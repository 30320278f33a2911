import { CopyButton, Tooltip, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { HostInfo } from "../../shared/contract/api/host.ts";
import classes from "./Settings.module.css";

/** Version, and where everything is kept. */
export function AboutFacts({ info }: { info: HostInfo }) {
  const { t } = useTranslation("settings");
  return (
    <dl className={classes.facts}>
      <div>
        <dt>{t("about.version")}</dt>
        <dd className="num">{info.version}</dd>
      </div>
      <div>
        <dt>{t("about.folder")}</dt>
        <dd>
          <CopyButton value={info.dataFolder}>
            {({ copied, copy }) => (
              <Tooltip label={t(copied ? "about.copied" : "about.copy")}>
                <UnstyledButton className={classes.path ?? ""} onClick={copy}>
                  {info.dataFolder}
                </UnstyledButton>
              </Tooltip>
            )}
          </CopyButton>
        </dd>
      </div>
      <div>
        <dt>{t("about.service")}</dt>
        <dd>{info.realm === "sandbox" ? t("about.sandboxSpeed", { speed: info.sandboxSpeed }) : info.baseUrl}</dd>
      </div>
      <div>
        <dt>{t("about.licence")}</dt>
        <dd>MIT</dd>
      </div>
    </dl>
  );
}
