import { useState } from "react";
import { useTranslation } from "react-i18next";
import { setParam } from "../../shared/edit/nodes.ts";
import type { GraphNode } from "../../shared/graph/document.ts";
import type { MediaType } from "../../shared/graph/media.ts";
import type { Problem } from "../../shared/graph/problem.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { Fold } from "../ui/Fold.tsx";
import { PromptEditor } from "../nodes/prompt/PromptEditor.tsx";
import type { FieldValue } from "./form/controlProps.ts";
import { FitField } from "./form/FitField.tsx";
import { Field } from "./form/Field.tsx";
import { isChanged, sharedFields, valueIn, type FieldSpec } from "./form/fieldSpec.ts";
import classes from "./Inspector.module.css";
import { useEdit } from "./useEdit.ts";

/** Fields of one node, or of several that have them in common: then each change is made to all of them. */
export function NodeFields({ nodes, problems }: { nodes: readonly GraphNode[]; problems: readonly Problem[] }) {
  const { t } = useTranslation("inspector");
  const kinds = nodes.flatMap(({ kind }) => catalogue.get(kind) ?? []);
  const fields = kinds.length === nodes.length ? sharedFields(kinds) : [];
  const advanced = fields.filter((spec) => spec.advanced);
  // What was changed there, or is wrong, is not hidden.
  const telling = advanced.some((spec) => problems.some(({ param }) => param === spec.name) || nodes.some((node) => isChanged(valueIn(node, spec), spec)));
  const [open, setOpen] = useState(telling);
  if (fields.length === 0) return nodes.length > 1 ? <p className={classes.about}>{t("node.nothingShared")}</p> : null;
  const shown = open || problems.some(({ param }) => advanced.some(({ name }) => name === param));
  return (
    <>
      {fields.filter((spec) => !spec.advanced).map((spec) => (
        <ParamField key={spec.name} spec={spec} nodes={nodes} problems={problems} />
      ))}
      {advanced.length > 0 && (
        <Fold title={t("node.advanced")} open={shown} onToggle={() => setOpen(!shown)}>
          {advanced.map((spec) => (
            <ParamField key={spec.name} spec={spec} nodes={nodes} problems={problems} />
          ))}
        </Fold>
      )}
    </>
  );
}

function ParamField({ spec, nodes, problems }: { spec: FieldSpec; nodes: readonly GraphNode[]; problems: readonly Problem[] }) {
  const { t } = useTranslation("inspector");
  const edit = useEdit();
  const ids = nodes.map(({ id }) => id);
  const [only] = nodes;
  const own = problems.filter(({ param }) => param === spec.name);
  if (only && nodes.length === 1 && isPrompt(only, spec)) {
    return (
      <Field spec={spec} field={fieldValue(nodes, spec)} problems={own}>
        <PromptEditor key={only.id} nodeId={only.id} size="large" />
      </Field>
    );
  }
  const name = spec.label.slice(0, 1).toLowerCase() + spec.label.slice(1);
  const reset = () => edit((doc) => setParam(doc, ids, spec.name, undefined), t("undo.reset", { name }));
  if (only && nodes.length === 1 && spec.control.is === "fit") {
    return (
      <Field spec={spec} field={fieldValue(nodes, spec)} problems={own} onReset={reset}>
        <FitField id={only.id} />
      </Field>
    );
  }
  return (
    <Field
      spec={spec}
      field={fieldValue(nodes, spec)}
      problems={own}
      media={mediaOf(nodes)}
      onChange={(value) => edit((doc) => setParam(doc, ids, spec.name, value), t("undo.param", { name }), `param:${ids.join(",")}:${spec.name}`)}
      onReset={reset}
    />
  );
}

/** The words that go to a model are written in the same editor as on the card, with chips and variables. */
function isPrompt({ kind }: GraphNode, { control }: FieldSpec): boolean {
  return catalogue.get(kind)?.output?.type === "text" && (control.is === "lines" || (control.is === "text" && control.multiline));
}

function fieldValue(nodes: readonly GraphNode[], spec: FieldSpec): FieldValue {
  const [first, ...others] = nodes;
  if (!first) return { mixed: true };
  const value = valueIn(first, spec);
  const text = JSON.stringify(value);
  return others.every((node) => JSON.stringify(valueIn(node, spec)) === text) ? { mixed: false, value } : { mixed: true };
}

function mediaOf([first]: readonly GraphNode[]): MediaType | null {
  const type = first && catalogue.get(first.kind)?.output?.type;
  return type === undefined || type === "any" || type === "text" ? null : type;
}
