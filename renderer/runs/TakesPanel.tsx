import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { NodePlanView } from "../../shared/contract/api/plan.ts";
import type { NodeTake } from "../../shared/contract/libraryQueries.ts";
import { setPicked } from "../../shared/edit/nodes.ts";
import { reroll } from "../actions/runs.ts";
import { host, useApp } from "../state/app.ts";
import { useNode, useNodePlan, useSession, useSessionState } from "../state/hooks.ts";
import { reportTrouble } from "../state/trouble.ts";
import { announce } from "../ui/announce.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { titleOf } from "../ui/reasonText.ts";
import { useRerollPrice } from "../ui/useRerollPrice.ts";
import { openViewer } from "../ui/viewerStore.ts";
import { DeleteTake } from "./DeleteTake.tsx";
import classes from "./Runs.module.css";
import { TakeTile } from "./TakeTile.tsx";

/** All takes of the selected node: those of its current request, and its earlier ones. */
export function TakesPanel() {
  const { t } = useTranslation("runs");
  const selected = useSessionState(({ selection }) => (selection.size === 1 ? [...selection][0] : undefined));
  const several = useSessionState(({ selection }) => selection.size > 1);
  const plan = useNodePlan(selected ?? "");
  if (several) return <EmptyState title={t("takes.several.title")} text={t("takes.several.text")} />;
  if (selected === undefined) return <EmptyState title={t("takes.none.title")} text={t("takes.none.text")} />;
  if (!plan || plan.makes === null) return <EmptyState title={t("takes.notPaid.title")} text={t("takes.notPaid.text")} />;
  return <NodeTakes key={selected} id={selected} plan={plan} />;
}

function NodeTakes({ id, plan }: { id: string; plan: NodePlanView }) {
  const { t } = useTranslation(["runs", "bundles"]);
  const session = useSession();
  const graphId = useSessionState(({ doc }) => doc.meta.id);
  const node = useNode(id);
  const keys = plan.steps.map(({ key }) => key);
  const takes = useTakes(graphId, id, keys);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [deleting, setDeleting] = useState<NodeTake | null>(null);
  const answers = (take: NodeTake) => take.origin !== "bundle" || take.graphId === graphId;
  const current = takes.filter((take) => keys.includes(take.key) && answers(take));
  const offered = takes.filter((take) => keys.includes(take.key) && !answers(take));
  const earlier = takes.filter(({ key }) => !keys.includes(key));
  const price = useRerollPrice(id);
  const newest = current[0]?.sha256;
  const pick = (sha256: string | null) => session.commit(setPicked(session.getState().doc, id, sha256), { label: t("takes.pick") });
  const choose = (sha256: string) => setChosen((before) => (before.includes(sha256) ? before.filter((one) => one !== sha256) : [...before.slice(-1), sha256]));
  const title = useSessionState(({ doc }) => titleOf(doc, id));
  const adopt = (take: NodeTake) => void host().bundles.adopt({ take: take.id }).then(({ adopted }) => announce(t("bundles:adopt.done", { count: adopted })), reportTrouble);
  const tile = (take: NodeTake, isCurrent: boolean) =>
    take.sha256 !== null && (
      <TakeTile
        key={take.id}
        take={take}
        badge={isCurrent && take.sha256 === node?.picked ? t("takes.picked") : isCurrent && node?.picked === undefined && take.sha256 === newest ? t("takes.newest") : null}
        chosen={chosen.includes(take.sha256)}
        onOpen={() => openViewer({ items: shown(isCurrent ? current : earlier), index: shown(isCurrent ? current : earlier).indexOf(take.sha256 ?? ""), title })}
        onChoose={() => choose(take.sha256 ?? "")}
        onPick={isCurrent ? () => pick(take.sha256) : null}
        onAdopt={take.origin === "bundle" ? () => adopt(take) : null}
        onDelete={() => setDeleting(take)}
      />
    );
  return (
    <div className={classes["takes"]}>
      <div className={classes["takesBar"]}>
        <strong>{title}</strong>
        <Button variant="light" disabled={plan.steps.length === 0} onClick={() => void reroll(id)}>
          {t("takes.reroll")} <span className="num">&nbsp;{price}</span>
        </Button>
        <Button variant="default" disabled={chosen.length !== 2} title={t("takes.compareHint")} onClick={() => openViewer({ items: chosen, title, against: chosen[1] ?? null })}>
          {t("takes.compare")}
        </Button>
        {node?.picked !== undefined && (
          <Button variant="subtle" onClick={() => pick(null)}>
            {t("takes.unpin")}
          </Button>
        )}
      </div>
      {takes.length === 0 && <EmptyState title={t("takes.empty.title")} text={t("takes.empty.text")} />}
      {current.length > 0 && <h3 className={classes["heading"]}>{t("takes.current")}</h3>}
      <div className={classes["grid"]}>{current.map((take) => tile(take, true))}</div>
      {offered.length > 0 && (
        <h3 className={classes["heading"]}>
          {t("bundles:adopt.others")} <span>· {t("bundles:adopt.othersHint")}</span>
        </h3>
      )}
      <div className={classes["grid"]}>{offered.map((take) => tile(take, false))}</div>
      {earlier.length > 0 && (
        <h3 className={classes["heading"]}>
          {t("takes.history")} <span>· {t("takes.historyHint")}</span>
        </h3>
      )}
      <div className={classes["grid"]}>{earlier.map((take) => tile(take, false))}</div>
      <DeleteTake take={deleting} onClose={() => setDeleting(null)} />
    </div>
  );
}

function shown(takes: readonly NodeTake[]): string[] {
  return takes.flatMap(({ sha256, present }) => (sha256 !== null && present ? [sha256] : []));
}

/** Stored takes of the node and of its current requests; read again when the library changes. */
function useTakes(graphId: string, nodeId: string, keys: readonly string[]): readonly NodeTake[] {
  const revision = useApp(({ libraryRevision }) => libraryRevision);
  const [takes, setTakes] = useState<readonly NodeTake[]>([]);
  const asked = keys.join(" ");
  useEffect(() => {
    let current = true;
    host()
      .library.takesOfNode({ graphId, nodeId, keys: asked === "" ? [] : asked.split(" ").slice(0, 500) })
      .then((found) => current && setTakes(found))
      .catch(reportTrouble);
    return () => {
      current = false;
    };
  }, [graphId, nodeId, asked, revision]);
  return takes;
}
