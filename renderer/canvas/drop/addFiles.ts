import { isRefusal } from "../../../shared/edit/draft.ts";
import { addNode } from "../../../shared/edit/nodes.ts";
import type { Point } from "../../../shared/edit/place.ts";
import { apply, compose, type Change } from "../../../shared/edit/records.ts";
import { parseGraph } from "../../../shared/graph/parse.ts";
import { graphInFile } from "../../actions/bundleFiles.ts";
import { ask } from "../../actions/dialogs.ts";
import { openDropped, openText } from "../../actions/documents.ts";
import { i18n } from "../../i18n/index.ts";
import { reportTrouble } from "../../state/trouble.ts";
import { uploadFiles } from "../../ui/uploads.ts";
import { sizeOf } from "../scene/layout.ts";
import { onGrid } from "../search/addNodes.ts";
import type { Stage } from "../stage/stage.ts";
import { fileSource, isGraphFile, KIND_OF } from "./sources.ts";

const GAP = 20;

/**
 * Files that were dropped or pasted: media go into the library and become nodes in a column, one step of undo for all of them; graphs open in tabs. What
 * cannot be used is told by name above the canvas, and does not keep the others from coming.
 */
export async function addFiles(stage: Stage, files: readonly File[], at: Point): Promise<void> {
  const media: File[] = [];
  for (const file of files) {
    if (isGraphFile(file.name)) await openDropped(file).catch(reportTrouble);
    // What it is, its bytes tell the host: names and types lie.
    else media.push(file);
  }
  const [only] = media;
  if (files.length === 1 && only && (await openedInstead(only))) return;
  if (media.length === 0) return;
  const uploaded = await uploadFiles(media);
  const nodes = uploaded.map(({ name, ...facts }) => ({ kind: KIND_OF[facts.type], params: { source: fileSource({ ...facts, name }) }, title: name }));
  if (nodes.length > 0) addColumn(stage, nodes, at);
}

/** A single picture or film that carries a graph may be meant as that. True: it is not to be added. */
async function openedInstead(file: File): Promise<boolean> {
  const text = await graphInFile(file);
  if (text === null) return false;
  const parsed = parseGraph(text);
  const graph = parsed.status === "ok" || parsed.status === "migrated" ? parsed.graph.name : file.name;
  const choice = await ask({ type: "embedded", file: file.name, graph });
  if (choice === "open") await openText(text, file.name);
  return choice !== "add";
}

interface NewSource {
  kind: string;
  params: Record<string, unknown>;
  title: string;
}

/** Below one another, the first with its middle at the point. */
function addColumn({ session }: Stage, nodes: readonly NewSource[], at: Point): void {
  let { doc } = session.getState();
  let change: Change = {};
  const added: string[] = [];
  let top = at.y - 20;
  for (const { kind, params, title } of nodes) {
    const { width, height } = sizeOf({ id: "", kind, position: { x: 0, y: 0 }, params: {} });
    const made = addNode(doc, { kind, params, title, position: onGrid({ x: at.x - width / 2, y: top }) });
    if (isRefusal(made)) {
      reportTrouble(made.refused);
      break;
    }
    doc = apply(doc, made.change);
    change = compose(change, made.change);
    added.push(...made.added);
    top += height + GAP;
  }
  session.commit(change, { label: i18n.t("canvas:did.drop") });
  session.select(added);
}
