import { ActionIcon, TextInput, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconCircleX, IconFocusCentered } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { GraphNode } from "../../shared/graph/document.ts";
import type { Problem } from "../../shared/graph/problem.ts";
import { setTitle } from "../../shared/edit/nodes.ts";
import { nameOfNode } from "../../shared/edit/ports.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { MendButtons } from "../fit/MendButtons.tsx";
import { useNode, useNodePlan, useSession } from "../state/hooks.ts";
import { KindIcon } from "../ui/KindIcon.tsx";
import { NodeFields } from "./NodeFields.tsx";
import { NodePrice } from "./NodePrice.tsx";
import { PortsSection } from "./PortsSection.tsx";
import { ResultsSection } from "./ResultsSection.tsx";
import { StateSection } from "./StateSection.tsx";
import { FitField } from "./form/FitField.tsx";
import { useDraft } from "./form/useDraft.ts";
import classes from "./Inspector.module.css";
import { useEdit } from "./useEdit.ts";

const NO_PROBLEMS: readonly Problem[] = [];

/** Everything of one node. */
export function NodePanel({ id }: { id: string }) {
  const node = useNode(id);
  const problems = useNodePlan(id)?.problems ?? NO_PROBLEMS;
  if (!node) return null;
  const kind = catalogue.get(node.kind);
  const nodes = [node];
  // What names a param is told at its field.
  const elsewhere = problems.filter(({ param }) => param === undefined || !kind || !Object.hasOwn(kind.params.shape, param));
  return (
    <>
      <div className={classes.section}>
        <Head node={node} />
        {elsewhere.map((problem) => (
          <ProblemBox key={`${problem.port ?? ""} ${problem.message}`} id={id} problem={problem} />
        ))}
        {(node.kind === "fitVideo" || node.kind === "fitAudio") && <FitField id={id} />}
        {kind && <NodeFields nodes={nodes} problems={problems} />}
      </div>
      {kind && kind.role !== "furniture" && (
        <>
          {kind.role === "task" && <NodePrice id={id} />}
          <div className={classes.section}>
            {kind.role === "task" && <ResultsSection nodes={nodes} />}
            <StateSection nodes={nodes} />
          </div>
          <PortsSection id={id} />
        </>
      )}
    </>
  );
}

function Head({ node }: { node: GraphNode }) {
  const { t } = useTranslation("inspector");
  const session = useSession();
  const edit = useEdit();
  const kind = catalogue.get(node.kind);
  const draft = useDraft(node.title ?? "", (text) => edit((doc) => setTitle(doc, node.id, text), t("undo.title"), `title:${node.id}`));
  return (
    <>
      <div className={classes.head}>
        <KindIcon kind={node.kind} />
        <TextInput
          className={classes.name ?? ""}
          aria-label={t("node.title")}
          placeholder={nameOfNode({ ...node, title: undefined }, catalogue)}
          value={draft.text}
          maxLength={500}
          onChange={(event) => draft.change(event.currentTarget.value)}
          onBlur={draft.flush}
        />
        <Tooltip label={t("node.locate")}>
          <ActionIcon aria-label={t("node.locate")} onClick={() => session.focusOn([node.id])}>
            <IconFocusCentered size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
      {kind && (
        <p className={classes.about}>
          <span className={classes.strong}>{kind.title}.</span> {kind.description}
        </p>
      )}
    </>
  );
}

function ProblemBox({ id, problem }: { id: string; problem: Problem }) {
  const { severity, message, fix } = problem;
  const { t } = useTranslation("inspector");
  return (
    <div className={classes.problem} data-severity={severity}>
      {severity === "error" ? <IconCircleX size={16} aria-label={t("problem.error")} /> : <IconAlertTriangle size={16} aria-label={t("problem.warning")} />}
      <span>
        {message} {fix}
        {problem.mends !== undefined && (
          <span className={classes.mends}>
            <MendButtons nodeId={id} problem={problem} />
          </span>
        )}
      </span>
    </div>
  );
}
