import { useTranslation } from "react-i18next";
import { nameOfNode, portsOf } from "../../shared/edit/ports.ts";
import type { DocState } from "../../shared/edit/records.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { reasonParts, type ReasonPart } from "./reasonParts.ts";

/** A node's reason in words: give it the document, the node's id and the reason of its plan. */
export function useReasonText(): (doc: DocState, id: string, reason: string) => string {
  const { t } = useTranslation("quote");
  return (doc, id, reason) => reasonParts(reason).map((part) => textOf(part, doc, id)).join(", ");

  function textOf(part: ReasonPart, doc: DocState, id: string): string {
    switch (part.is) {
      case "param":
        return t("reason.param", { name: lower(paramLabel(doc, id, part.name)), before: part.before, after: part.after });
      case "input":
        return t("reason.input", { name: lower(portLabel(doc, id, part.name)) });
      case "shared":
        return t("reason.shared", { name: titleOf(doc, part.node) });
      case "resume":
        return t("reason.resume");
      case "disabled":
        return t(doc.nodes.get(id)?.value.state === "disabled" ? "reason.disabled" : "reason.disabledBefore");
      case "other":
        return part.text;
      default:
        return t(`reason.${part.is}`);
    }
  }
}

/** What a node is called; its id when it is gone. */
export function titleOf(doc: Pick<DocState, "nodes">, id: string): string {
  const node = doc.nodes.get(id)?.value;
  return node ? nameOfNode(node, catalogue) : id;
}

export function portLabel(doc: Pick<DocState, "nodes">, id: string, port: string): string {
  const node = doc.nodes.get(id)?.value;
  return (node && portsOf(node, catalogue).inputs.find(({ name }) => name === port)?.label) ?? port;
}

export function paramLabel(doc: Pick<DocState, "nodes">, id: string, param: string): string {
  const shape = catalogue.get(doc.nodes.get(id)?.value.kind ?? "")?.params.shape;
  const label = shape && Object.hasOwn(shape, param) ? shape[param]?.meta()?.["label"] : undefined;
  return typeof label === "string" ? label : param;
}

function lower(label: string): string {
  return label.slice(0, 1).toLowerCase() + label.slice(1);
}
