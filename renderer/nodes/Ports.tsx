import { Handle, Position } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { useShallow } from "zustand/react/shallow";
import { edgesAt } from "../../shared/edit/edgesAt.ts";
import { portTypes } from "../../shared/edit/ports.ts";
import type { DocState } from "../../shared/edit/records.ts";
import type { Problem } from "../../shared/graph/problem.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { useSessionState } from "../state/hooks.ts";
import type { CardLayout, CardPort } from "./cardLayout.ts";
import classes from "./Ports.module.css";

interface PortsProps {
  id: string;
  layout: CardLayout;
  /** Those of the node's plan; the ones that name a port are shown there. */
  problems: readonly Problem[];
  /** Whether the ports' names are written beside them. */
  named: boolean;
}

/** Handles of all ports of a card, at the very places of its layout. Their ids are `in:<port>` and `out:<port>`. */
export const Ports = memo(function Ports({ id, layout, problems, named }: PortsProps) {
  const { ports } = layout;
  // Per port how many edges it has and what type it shows: texts, so that equal ones are equal.
  const facts = useSessionState(useShallow(({ doc }) => ports.map((port) => factsOf(doc, id, port))));
  return ports.map((port, index) => <Port key={`${port.side}:${port.name}`} port={port} facts={facts[index] ?? "0 any"} problem={problemAt(problems, port)} named={named} />);
});

function factsOf(doc: DocState, id: string, { side, name, type }: CardPort): string {
  const { incoming, outgoing } = edgesAt(doc, id);
  const count = side === "in" ? incoming.filter(({ to }) => to.port === name).length : outgoing.length;
  return `${count} ${type === "any" ? openType(doc, id, side, name) : type}`;
}

/** A reroute and an output take the colour of what they carry. */
function openType(doc: DocState, id: string, side: CardPort["side"], name: string): string {
  const types = portTypes(doc, catalogue);
  return (side === "in" ? types.taken({ node: id, port: name }) : types.shown(id)) ?? "any";
}

function problemAt(problems: readonly Problem[], { side, name }: CardPort): Problem | undefined {
  if (side === "out" || problems.length === 0) return undefined;
  const own = problems.filter(({ port }) => port === name);
  return own.find(({ severity }) => severity === "error") ?? own[0];
}

interface PortProps {
  port: CardPort;
  facts: string;
  problem: Problem | undefined;
  named: boolean;
}

const Port = memo(function Port({ port, facts, problem, named }: PortProps) {
  const { t } = useTranslation("nodes");
  const { side, name, label, max, x, y, strange } = port;
  const [counted, type] = facts.split(" ") as [string, CardPort["type"]];
  const count = Number(counted);
  const isMany = side === "in" && max > 1 && Number.isFinite(max);
  const severity = strange ? "error" : problem?.severity;
  const words = { label, type: t(`port.type.${type}`), count, max };
  const plain = strange ? t("port.strange", words) : side === "out" ? t("port.out", words) : t(isMany ? "port.inMany" : "port.in", words);
  const title = problem ? [plain, problem.message, problem.fix].filter(Boolean).join("\n") : plain;
  return (
    <>
      <Handle
        id={`${side}:${name}`}
        type={side === "in" ? "target" : "source"}
        position={side === "in" ? Position.Left : Position.Right}
        className={classes["handle"]}
        style={{ left: x, top: y }}
        title={title}
        data-port={name}
        data-type={type}
        data-used={count > 0}
        data-severity={severity}
      />
      {named && (
        <span className={classes["name"]} style={side === "in" ? { top: y, left: 14 } : { top: y, right: 14 }} data-side={side} data-used={count > 0} data-severity={severity} title={title}>
          {label}
          {isMany && <i className={classes["count"]}>{`${count}/${max}`}</i>}
        </span>
      )}
    </>
  );
});
