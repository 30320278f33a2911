import { Button } from "@mantine/core";
import { IconWorld } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ConsentAsk } from "../../shared/contract/api/hosting.ts";
import { useSession } from "../state/hooks.ts";
import { bytesText } from "../ui/format.ts";
import { MediaThumb } from "../ui/MediaThumb.tsx";
import { titleOf } from "../ui/reasonText.ts";
import classes from "./ConsentQuestion.module.css";
import leaving from "./LeavingPart.module.css";
import dialog from "./RunDialogs.module.css";

/** What a stranger's graph wants to leave the machine: each file with its own picture and size, each host with its addresses. */
export function ConsentQuestion({ asks, answer }: { asks: readonly ConsentAsk[]; answer: (yes: boolean) => void }) {
  const { t } = useTranslation("hosting");
  const uploads = asks.filter(({ what }) => what === "upload");
  const hosts = asks.filter(({ what }) => what === "host");
  return (
    <div className={dialog.body}>
      <p className={dialog.text}>{t("consent.about")}</p>
      <div className={classes.scroll}>
        {uploads.length > 0 && (
          <section>
            <h3 className={leaving.head}>{t("consent.uploads", { to: uploads[0]?.to ?? "" })}</h3>
            <ul className={classes.list}>
              {uploads.map((ask) => (
                <FileLine key={ask.key} ask={ask} />
              ))}
            </ul>
          </section>
        )}
        {hosts.length > 0 && (
          <section>
            <h3 className={leaving.head}>{t("consent.hosts")}</h3>
            <ul className={classes.list}>
              {hosts.map((ask) => (
                <HostLine key={ask.key} ask={ask} />
              ))}
            </ul>
          </section>
        )}
      </div>
      <p className={dialog.quiet}>{t("consent.price")}</p>
      <div className={dialog.buttons}>
        <Button variant="default" data-autofocus onClick={() => answer(false)}>
          {t("consent.no")}
        </Button>
        <Button onClick={() => answer(true)}>{t("consent.yes")}</Button>
      </div>
    </div>
  );
}

function FileLine({ ask }: { ask: ConsentAsk }) {
  const { t } = useTranslation("hosting");
  return (
    <li className={classes.line}>
      <span className={classes.picture}>{ask.sha256 !== null && <MediaThumb sha256={ask.sha256} type={ask.type ?? "image"} width={160} />}</span>
      <span className={classes.words}>
        <strong className={classes.name}>{t("consent.name", { name: ask.name })}</strong>
        <small>
          <UsedBy nodes={ask.nodes} />
        </small>
      </span>
      <span className={`num ${classes.size}`}>{ask.bytes === null ? "" : bytesText(ask.bytes)}</span>
    </li>
  );
}

/** A host with what is fetched from it. */
function HostLine({ ask }: { ask: ConsentAsk }) {
  const { t } = useTranslation("hosting");
  const shown = ask.urls.slice(0, 3);
  return (
    <li className={classes.line}>
      <span className={classes.picture}>
        <IconWorld size={20} stroke={1.5} aria-hidden />
      </span>
      <span className={classes.words}>
        <strong className={classes.name}>{ask.name}</strong>
        {shown.map((url) => (
          <small key={url} className={classes.url}>
            {url}
          </small>
        ))}
        {ask.urls.length > shown.length && <small>{t("leaving.more", { count: ask.urls.length - shown.length })}</small>}
        <small>
          <UsedBy nodes={ask.nodes} />
        </small>
      </span>
    </li>
  );
}

function UsedBy({ nodes }: { nodes: readonly string[] }) {
  const { t } = useTranslation("hosting");
  const session = useSession();
  const [first] = nodes;
  if (first === undefined) return null;
  return t("consent.usedBy", { count: nodes.length, name: titleOf(session.getState().doc, first), others: nodes.length - 1 });
}
