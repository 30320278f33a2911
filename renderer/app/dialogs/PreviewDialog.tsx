import { Button } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { answerOf, type DialogOf } from "../../actions/dialogs.ts";
import type { BundlePreview } from "../../../shared/contract/api/bundles.ts";
import { creditText, numberText } from "../../ui/format.ts";
import { KindIcon } from "../../ui/KindIcon.tsx";
import along from "./Bundle.module.css";
import { FileLines, TakeLines } from "./BundleFacts.tsx";
import { bytesText } from "./fileEntries.ts";
import classes from "./Preview.module.css";
import { ProblemGroups } from "./ProblemGroups.tsx";
import { Question } from "./Question.tsx";

const MOST = 12;

/** What is in a graph that came from somebody else, before it is opened. */
export function PreviewDialog({ dialog }: { dialog: DialogOf<"preview"> }) {
  const { t } = useTranslation(["app", "bundles"]);
  const answer = answerOf(dialog);
  const { name, nodes, edges, kinds, unknownKinds, missingMedia, hosts, assets, quote, problems, bundle } = dialog.preview;
  return (
    <Question
      title={t("preview.title", { name })}
      size={560}
      onClose={() => answer(null)}
      buttons={
        <>
          <Button variant="default" onClick={() => answer(null)}>
            {t("preview.close")}
          </Button>
          <Button data-autofocus onClick={() => answer(true)}>
            {t("preview.open")}
          </Button>
        </>
      }
    >
      <p className={classes.promise}>
        <IconShieldCheck size={17} stroke={1.7} aria-hidden />
        {t("preview.promise")}{bundle && ` ${t("bundles:preview.promise")}`}
      </p>
      <dl className={classes.facts}>
        <Fact label={t("preview.nodes")}>
          {t("preview.counts", { nodes: t("preview.nodeCount", { count: nodes }), edges: t("preview.edgeCount", { count: edges }) })}
          <span className={classes.kinds}>
            {kinds
              .filter(({ title }) => title !== null)
              .map(({ kind, title, count }) => (
                <span key={kind} className={`num ${classes.kind}`}>
                  <KindIcon kind={kind} size={14} />
                  {title} {count > 1 && `× ${count}`}
                </span>
              ))}
          </span>
        </Fact>
        {unknownKinds.length > 0 && <Fact label={t("preview.unknown")}>{listText(unknownKinds)}</Fact>}
        <Fact label={t("preview.cost")}>
          <b className="num">{quote.max > 0 ? t("preview.credits", { credits: creditText(quote) }) : t("preview.free")}</b>
          {bundle && bundle.quoteWithout.max > quote.max && <small className={along["saved"]}>{t("bundles:preview.without", { credits: creditText(bundle.quoteWithout) })}</small>}
        </Fact>
        {bundle && <Along bundle={bundle} />}
        {missingMedia.length > 0 && (
          <Fact label={t("preview.missing")} hint={t("preview.missingText")}>
            {listText(missingMedia.map(({ name }) => name))}
          </Fact>
        )}
        {hosts.length > 0 && (
          <Fact label={t("preview.hosts")} hint={t("preview.hostsText")}>
            {listText(hosts)}
          </Fact>
        )}
        {assets.length > 0 && <Fact label={t("preview.assets")}>{listText(assets)}</Fact>}
        {problems.length > 0 && (
          <Fact label={t("preview.problems")}>
            <ProblemGroups problems={problems} />
          </Fact>
        )}
      </dl>
    </Question>
  );

  function listText(all: readonly string[]): string {
    const more = all.length - MOST;
    return `${all.slice(0, MOST).join(", ")}${more > 0 ? ` ${t("preview.more", { count: more })}` : ""}`;
  }
}

/** What is in the same file, before any of it is taken in. */
function Along({ bundle: { files, takes, bytes, answers, takesRealm, madeBy } }: { bundle: BundlePreview }) {
  const { t } = useTranslation("bundles");
  const billed = takes.reduce((sum, take) => sum + (take.billed ?? 0), 0);
  const counts = [...(files.length > 0 ? [t("preview.files", { count: files.length })] : []), ...(takes.length > 0 ? [t("preview.takes", { count: takes.length })] : []), ...(bytes > 0 ? [bytesText(bytes)] : [])];
  return (
    <Fact label={t("preview.along")} hint={t("preview.madeBy", { version: madeBy })}>
      {counts.length > 0 ? counts.join(" · ") : t("preview.nothing")}
      {files.length > 0 && <FileLines files={files} />}
      {takes.length > 0 && <TakeLines takes={takes} />}
      {billed > 0 && <small>{t("preview.billed", { credits: numberText(billed) })}</small>}
      {!answers && takesRealm && <small>{t(`preview.otherRealm.${takesRealm}`)}</small>}
    </Fact>
  );
}

function Fact({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {children}
        {hint !== undefined && <small>{hint}</small>}
      </dd>
    </div>
  );
}
