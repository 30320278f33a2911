import { isRefusal } from "../../../shared/edit/draft.ts";
import { addNode } from "../../../shared/edit/nodes.ts";
import type { Point } from "../../../shared/edit/place.ts";
import { apply, compose, type Change } from "../../../shared/edit/records.ts";
import { parseGraph } from "../../../shared/graph/parse.ts";
import { graphInFile } from "../../actions/bundleFiles.ts";
import { ask } from "../../actions/dialogs.ts";
import { openDropped, openText } from "../../actions/documents.ts";
import { i18n } from "../../i18n/index.ts";
import { useApp } from "../../state/app.ts";
import { reportTrouble } from "../../state/trouble.ts";
import { sizeOf } from "../scene/layout.ts";
import { onGrid } from "../search/addNodes.ts";
import type { Stage } from "../stage/stage.ts";
import { fileSource, isGraphFile, KIND_OF, typeByName } from "./sources.ts";

const GAP = 20;

/**
 * Files that were dropped or pasted: media go into the library and become nodes in a column, one step of undo for all of them; graphs open in tabs. What
 * cannot be used is told by name, and does not keep the others from coming.
 */
export async function addFiles(stage: Stage, files: readonly File[], at: Point): Promise<void> {
  const media: File[] = [];
  for (const file of files) {
    if (isGraphFile(file.name)) await openDropped(file).catch(reportTrouble);
    else if (/^(image|video|audio)\//.test(file.type) || typeByName(file.name)) media.push(file);
    else reportTrouble(i18n.t("canvas:drop.notHere", { name: file.name }));
  }
  const [only] = media;
  if (files.length === 1 && only && (await openedInstead(only))) return;
  if (media.length === 0) return;
  const nodes = await uploaded(stage, media);
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

async function uploaded(stage: Stage, files: readonly File[]): Promise<NewSource[]> {
  const { connection } = useApp.getState();
  if (!connection) return [];
  const nodes: NewSource[] = [];
  const screen = stage.pointer ?? { x: stage.camera.width / 2, y: 24 };
  for (const [done, file] of files.entries()) {
    stage.ui.setState({ hint: { text: i18n.t("canvas:drop.uploading", { count: files.length, done, name: file.name }), tone: "plain", screen } });
    try {
      const { name, ...facts } = await connection.upload(file, file.name);
      nodes.push({ kind: KIND_OF[facts.type], params: { source: fileSource({ ...facts, name }) }, title: name });
    } catch (error) {
      reportTrouble(i18n.t("canvas:drop.refused", { name: file.name, why: error instanceof Error ? error.message : String(error) }));
    }
  }
  stage.ui.setState({ hint: null });
  return nodes;
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
