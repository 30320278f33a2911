import { isRefusal } from "../../shared/edit/draft.ts";
import { addNode } from "../../shared/edit/nodes.ts";
import { rectOf } from "../../shared/edit/place.ts";
import { apply, compose, type Change } from "../../shared/edit/records.ts";
import type { MediaSource, MediaType } from "../../shared/graph/media.ts";
import { sizeOf } from "../actions/sizes.ts";
import { i18n } from "../i18n/index.ts";
import { activeTab } from "../state/app.ts";
import { reportTrouble } from "../state/trouble.ts";
import { announce } from "../ui/announce.ts";
import { useCanvasApi } from "../ui/canvasApi.ts";
import { freePlace } from "./freePlace.ts";

const KIND = { image: "imageAsset", video: "videoRef", audio: "audioRef" } as const satisfies Record<MediaType, string>;
/** Cards beside each other, five in a row. */
const PITCH = { x: 280, y: 260 };
const SPACE = 40;
const IN_A_ROW = 5;
const GRID = 20;

export interface Addable {
  type: MediaType;
  source: MediaSource;
  title?: string;
}

/** A source node for each at the middle of the view, selected; one step of undo. False: it could not be done, and the user knows why. */
export function addToGraph(all: readonly Addable[]): boolean {
  const tab = activeTab();
  if (!tab || all.length === 0) return false;
  const { api } = useCanvasApi.getState();
  const middle = api && api.session === tab.id ? api.viewCentre() : { x: 0, y: 0 };
  const columns = Math.min(IN_A_ROW, all.length);
  const rows = Math.ceil(all.length / columns);
  const onGrid = (value: number) => Math.round(value / GRID) * GRID;
  let doc = tab.session.getState().doc;
  const block = { width: columns * PITCH.x - SPACE, height: rows * PITCH.y - SPACE };
  const corner = freePlace({ ...block, x: onGrid(middle.x - block.width / 2), y: onGrid(middle.y - block.height / 2) }, [...doc.nodes.values()].map(({ value }) => rectOf(value, sizeOf)));
  let change: Change | null = null;
  const added: string[] = [];
  for (const [at, { type, source, title }] of all.entries()) {
    const position = { x: corner.x + (at % columns) * PITCH.x, y: corner.y + Math.floor(at / columns) * PITCH.y };
    const made = addNode(doc, { kind: KIND[type], position, params: { source }, title });
    if (isRefusal(made)) {
      reportTrouble(made.refused);
      return false;
    }
    change = change ? compose(change, made.change) : made.change;
    doc = apply(doc, made.change);
    added.push(...made.added);
  }
  if (!change) return false;
  tab.session.commit(change, { label: i18n.t("library:did.add", { count: added.length }) });
  tab.session.select(added);
  announce(i18n.t("library:did.added", { count: added.length }));
  return true;
}
