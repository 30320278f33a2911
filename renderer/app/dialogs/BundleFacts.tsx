import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { BundledFile, BundledTakeView } from "../../../shared/contract/api/bundles.ts";
import { numberText } from "../../ui/format.ts";
import classes from "./Bundle.module.css";
import { bytesText } from "./fileEntries.ts";

const MOST = 40;

/** Files of a bundle with what they are and how large. */
export function FileLines({ files }: { files: readonly BundledFile[] }) {
  return <Lines rows={files.map(({ sha256, name, format, bytes }) => ({ key: sha256, name, facts: `${format.toUpperCase()} · ${bytesText(bytes)}` }))} />;
}

/** Takes of a bundle with what was paid for them and how large they are. */
export function TakeLines({ takes }: { takes: readonly BundledTakeView[] }) {
  const { t } = useTranslation(["bundles", "app"]);
  return (
    <Lines
      rows={takes.map(({ sha256, node, model, bytes, billed }, at) => ({
        key: `${sha256} ${at}`,
        name: t("bundles:export.takeLine", { node, model }),
        facts: `${billed === null ? "" : `${t("app:realm.credits", { credits: numberText(billed) })} · `}${bytesText(bytes)}`,
      }))}
    />
  );
}

function Lines({ rows }: { rows: readonly { key: string; name: string; facts: string }[] }): ReactNode {
  const { t } = useTranslation("bundles");
  return (
    <ul className={classes["list"]}>
      {rows.slice(0, MOST).map(({ key, name, facts }) => (
        <li key={key}>
          <span title={name}>{name}</span>
          <span className="num">{facts}</span>
        </li>
      ))}
      {rows.length > MOST && <li>{t("export.more", { count: rows.length - MOST })}</li>}
    </ul>
  );
}
