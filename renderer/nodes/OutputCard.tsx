import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ValueView } from "../../shared/contract/api/plan.ts";
import { isRefusal } from "../../shared/edit/draft.ts";
import { setParam } from "../../shared/edit/nodes.ts";
import { nameOfNode } from "../../shared/edit/ports.ts";
import type { DocState } from "../../shared/edit/records.ts";
import type { GraphNode } from "../../shared/graph/document.ts";
import type { MediaType } from "../../shared/graph/media.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { checkFileName, DEFAULT_FILE_NAME, fileNameFor } from "../../shared/nodes/fileName.ts";
import { mediaUrl, useApp } from "../state/app.ts";
import { useNodePlan, useSession, useSessionState } from "../state/hooks.ts";
import { reportTrouble } from "../state/trouble.ts";
import { feeder } from "../ui/feeder.ts";
import { MediaThumb } from "../ui/MediaThumb.tsx";
import { openViewer } from "../ui/viewerStore.ts";
import classes from "./Card.module.css";
import { CARD } from "./cardSizes.ts";
import outputClasses from "./Output.module.css";

const MOST_SHOWN = 4;

/** Body of an output: the files' name and what will be saved. */
export const OutputCard = memo(function OutputCard({ node, ports }: { node: GraphNode; ports: number }) {
  const { t } = useTranslation("nodes");
  const session = useSession();
  const source = useSessionState(({ doc }) => feeder(doc, node.id));
  const plan = useNodePlan(source ?? "");
  const values = plan?.values ?? [];
  const files = values.filter((value): value is ValueView & { sha256: string; type: MediaType } => value.sha256 !== null && value.type !== "text");
  const save = () => saveFiles(session.getState().doc, node, source ?? node.id, files);
  return (
    <>
      <div style={{ height: ports }} />
      <div className={classes["params"]}>
        <NameField key={textOf(node)} node={node} />
      </div>
      <div className={classes["footer"]} style={{ height: CARD.footer }}>
        {files.length > 0 ? (
          <>
            <span className={outputClasses["files"]}>
              {files.slice(0, MOST_SHOWN).map(({ sha256, type }, index) => (
                <button key={`${sha256}${index}`} type="button" className="nodrag nopan" aria-label={t("preview.pick", { item: index + 1, of: files.length })} onClick={() => openViewer({ items: files.map((one) => one.sha256), index, title: nameOfNode(node, catalogue) })}>
                  <MediaThumb sha256={sha256} type={type} width={160} />
                </button>
              ))}
              {(plan?.items ?? 0) > MOST_SHOWN && <span className="num">{t("output.more", { count: (plan?.items ?? 0) - MOST_SHOWN })}</span>}
            </span>
            <button type="button" className={`${classes["quiet"]} nodrag nopan`} title={t("output.saveHint", { count: files.length })} onClick={save}>
              {t("output.save")}
            </button>
          </>
        ) : (
          <span className={classes["line"]}>{source === null ? t("output.unconnected") : values.length > 0 && values.every(({ type }) => type === "text") ? t("output.texts", { count: plan?.items ?? values.length }) : t("output.nothing")}</span>
        )}
      </div>
    </>
  );
});

function textOf(node: GraphNode): string {
  const { name } = node.params;
  return typeof name === "string" ? name : DEFAULT_FILE_NAME;
}

/** The name template; a mistake is told while it is typed, and not taken. */
function NameField({ node }: { node: GraphNode }) {
  const { t } = useTranslation("nodes");
  const session = useSession();
  const [draft, setDraft] = useState(() => textOf(node));
  const [problem] = checkFileName(draft);
  const take = () => {
    if (problem || draft === textOf(node)) return;
    const change = setParam(session.getState().doc, node.id, "name", draft);
    if (isRefusal(change)) reportTrouble(change.refused);
    else session.commit(change, { label: t("output.named") });
  };
  const hint = problem ? [problem.message, problem.fix].filter(Boolean).join(" ") : t("output.nameHint");
  return (
    <input
      className={`${outputClasses["name"]} nodrag nopan nokey`}
      aria-label={t("output.name")}
      aria-invalid={problem !== undefined}
      title={hint}
      value={draft}
      spellCheck={false}
      onChange={({ currentTarget }) => setDraft(currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") setDraft(textOf(node));
      }}
    />
  );
}

/** Hands the files to the browser's downloads, named by the output's template. The host gives each the extension of its bytes. */
function saveFiles(doc: DocState, node: GraphNode, source: string, files: readonly { sha256: string }[]): void {
  const { grant } = useApp.getState();
  const maker = doc.nodes.get(source)?.value ?? node;
  const date = new Date().toISOString().slice(0, 10);
  for (const [index, { sha256 }] of files.entries()) {
    const url = mediaUrl(grant, sha256);
    if (url === null) continue;
    const name = fileNameFor(textOf(node), { graph: doc.meta.name, node: node.title ?? nameOfNode(maker, catalogue), item: index + 1, take: 1, date });
    const link = document.createElement("a");
    link.href = `${url}?download=${encodeURIComponent(files.length > 1 && !textOf(node).includes("{item}") ? `${name}-${index + 1}` : name)}`;
    link.download = "";
    link.click();
  }
}
