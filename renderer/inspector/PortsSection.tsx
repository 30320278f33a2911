import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { portsOf } from "../../shared/edit/ports.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { useEdgesAt, useNode, useSession, useSessionState } from "../state/hooks.ts";
import { PortGlyph } from "../ui/PortGlyph.tsx";
import { portLabel, titleOf } from "../ui/reasonText.ts";
import { inputsOf, type PortEdges } from "./portEdges.ts";
import { PortList } from "./PortList.tsx";
import inspector from "./Inspector.module.css";
import classes from "./Ports.module.css";

const MOST_FED = 10;

/** What is connected: inputs with their wires, to reorder and to cut, and where the result goes. */
export function PortsSection({ id }: { id: string }) {
  const { t } = useTranslation("inspector");
  const session = useSession();
  const node = useNode(id);
  const { incoming } = useEdgesAt(id);
  // A prompt's inputs are in its text.
  const inputs = useMemo(() => (node && incoming ? inputsOf(session.getState().doc, id) : []), [session, id, node, incoming]);
  return (
    <section className={inspector.section} aria-label={t("node.wires")}>
      {inputs.length > 0 && <h3 className={inspector.title}>{t("node.inputs")}</h3>}
      <div className={classes.ports}>
        {inputs.map((port) => (
          <Input key={port.name} id={id} port={port} />
        ))}
        {node && portsOf(node, catalogue).output && <Fed id={id} />}
      </div>
    </section>
  );
}

function Input({ id, port }: { id: string; port: PortEdges }) {
  const { t } = useTranslation("inspector");
  const { label, type, max, lacking, strange, edges } = port;
  const many = max > 1 && Number.isFinite(max);
  const beside = max === 1 && edges.length === 1;
  return (
    <div className={classes.port}>
      <div className={classes.head}>
        <PortGlyph type={type} />
        <span className={classes.label}>{label}</span>
        {many && <span className={`num ${inspector.faint}`}>{t("ports.count", { count: edges.length, max })}</span>}
        {edges.length === 0 && !many && <span className={lacking ? classes.lacking : inspector.faint}>{lacking ? t("ports.needed") : t("ports.none")}</span>}
        {beside && <PortList id={id} port={port} />}
      </div>
      {strange && <p className={inspector.about}>{t("ports.strange")}</p>}
      {!beside && <PortList id={id} port={port} />}
      {many && edges.length > 1 && <p className={inspector.about}>{t("ports.order")}</p>}
    </div>
  );
}

function Fed({ id }: { id: string }) {
  const { t } = useTranslation("inspector");
  const session = useSession();
  const { outgoing } = useEdgesAt(id);
  const text = useSessionState(({ doc }) => outgoing.slice(0, MOST_FED).map(({ to }) => t("ports.feeds", { name: titleOf(doc, to.node), port: portLabel(doc, to.node, to.port) })).join("\n"));
  const names = text.split("\n");
  return (
    <div className={classes.port}>
      <div className={classes.head}>
        <span className={classes.label}>{t("node.output")}</span>
        {outgoing.length === 0 && <span className={inspector.faint}>{t("ports.nowhere")}</span>}
      </div>
      {outgoing.slice(0, MOST_FED).map(({ id: edge, to }, at) => (
        <button
          key={edge}
          type="button"
          className={classes.fed}
          onMouseEnter={() => session.hover(to.node)}
          onMouseLeave={() => session.hover(null)}
          onClick={() => {
            session.select([to.node]);
            session.focusOn([to.node]);
          }}
        >
          {names[at]}
        </button>
      ))}
      {outgoing.length > MOST_FED && <span className={`num ${inspector.faint}`}>{t("ports.more", { count: outgoing.length - MOST_FED })}</span>}
    </div>
  );
}
