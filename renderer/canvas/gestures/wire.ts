import { canConnect, edgesAtPort, without, type Verdict } from "../../../shared/edit/canConnect.ts";
import { connect, disconnect, moveEdge } from "../../../shared/edit/connect.ts";
import { isRefusal } from "../../../shared/edit/draft.ts";
import { bestPort, compatiblePorts } from "../../../shared/edit/fitting.ts";
import type { Point } from "../../../shared/edit/place.ts";
import { portTypes, type PortEnd, type Side } from "../../../shared/edit/ports.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { i18n } from "../../i18n/index.ts";
import { announce } from "../../ui/announce.ts";
import { WIRE_TYPES } from "../scene/edgeTable.ts";
import { portAt } from "../scene/layout.ts";
import { toCanvas } from "../stage/camera.ts";
import type { Stage } from "../stage/stage.ts";
import { clearFits, markFits, markTarget } from "./lights.ts";
import type { Gesture } from "./run.ts";

/** Pixels of the screen within which a port catches a wire. */
const CATCH = 22;

interface Aim {
  end: PortEnd;
  verdict: Verdict;
}

/** A wire at the pointer. @param fixed the end that stays; `side` is which of the wire's ends that is. @param moving the wire whose other end is led elsewhere */
function wireGesture(stage: Stage, fixed: PortEnd, side: Side, moving?: string): Gesture {
  const { session, scene } = stage;
  const { doc } = session.getState();
  const fits = compatiblePorts(doc, catalogue, fixed, side, moving);
  const home = centreOf(stage, fixed, side === "from" ? "out" : "in");
  const types = portTypes(doc, catalogue);
  const shown = (side === "from" ? types.shown(fixed.node) : types.taken(fixed)) ?? "any";
  let aim: Aim | null = null;

  function finish(): void {
    stage.overlay.wire = null;
    stage.detachedEdge = null;
    stage.ui.setState({ hint: null });
    clearFits(stage);
  }

  return {
    pans: true,
    cursor: "crosshair",
    start() {
      stage.detachedEdge = moving ?? null;
      markFits(stage, fits, fixed, side);
    },
    move(screen) {
      const at = toCanvas(stage.camera, screen);
      aim = aimAt(at);
      const refused = aim && !aim.verdict.ok ? aim.verdict.reason : null;
      const landing = aim?.verdict.ok ? centreOf(stage, aim.end, side === "from" ? "in" : "out") : at;
      stage.overlay.wire = {
        curve: side === "from" ? { ax: home.x, ay: home.y, bx: landing.x, by: landing.y } : { ax: landing.x, ay: landing.y, bx: home.x, by: home.y },
        type: WIRE_TYPES.indexOf(shown),
        refused: refused !== null,
      };
      const { hint } = stage.ui.getState();
      if (refused !== null) stage.ui.setState({ hint: { text: refused, tone: "bad", screen } });
      else if (hint) stage.ui.setState({ hint: null });
      markFits(stage, fits, fixed, side);
      markTarget(stage, aim?.verdict.ok ? aim.end : null, side);
      stage.draw();
    },
    end(screen) {
      const at = toCanvas(stage.camera, screen);
      const landed = aim;
      finish();
      if (landed) land(landed);
      else if (moving !== undefined) session.commit(disconnect(session.getState().doc, [moving]), { label: i18n.t("canvas:did.disconnect") });
      else stage.ui.setState({ search: { screen, at, wire: { end: fixed, side } } });
      stage.refresh();
    },
    cancel() {
      finish();
      stage.refresh();
    },
  };

  /** The port near the pointer, or the best one of the card under it. */
  function aimAt(at: Point): Aim | null {
    const wanted = side === "from" ? "in" : "out";
    const reach = CATCH / stage.camera.zoom;
    const near = nearestPort(at, reach, wanted);
    if (near) return { end: near, verdict: judge(near) };
    const hit = scene.nodes.hit(at.x, at.y);
    const node = hit === null ? undefined : scene.nodes.list[hit];
    if (!node || node.kind === "group" || (node.id === fixed.node && moving === undefined)) return null;
    const best = bestPort(moving === undefined ? doc : without(doc, moving), catalogue, node.id, fixed, side);
    if (isRefusal(best)) return { end: { node: node.id, port: "" }, verdict: { ok: false, reason: best.refused } };
    const end = { node: node.id, port: best.port };
    return { end, verdict: judge(end) };
  }

  function judge(end: PortEnd): Verdict {
    const edge = moving === undefined ? undefined : doc.edges.get(moving)?.value;
    const kept = edge && (side === "from" ? edge.to : edge.from);
    // Back to where it was is no edit, and no mistake.
    if (kept && kept.node === end.node && kept.port === end.port) return { ok: true };
    return side === "from" ? canConnect(doc, catalogue, fixed, end, moving) : canConnect(doc, catalogue, end, fixed, moving);
  }

  function nearestPort(at: Point, reach: number, wanted: "in" | "out"): PortEnd | null {
    let best: PortEnd | null = null;
    let nearest = reach;
    const around = { x: at.x - reach, y: at.y - reach, width: 2 * reach, height: 2 * reach };
    for (const place of scene.nodes.inside(around)) {
      const node = scene.nodes.list[place];
      if (!node || (node.id === fixed.node && moving === undefined)) continue;
      for (const port of scene.nodes.layouts[place]?.ports ?? []) {
        if (port.side !== wanted) continue;
        const distance = Math.hypot((scene.nodes.x[place] ?? 0) + port.x - at.x, (scene.nodes.y[place] ?? 0) + port.y - at.y);
        // What fits catches from farther away than what does not.
        const weight = fits.get(node.id)?.includes(port.name) ? 1 : 1.6;
        if (distance * weight > nearest) continue;
        nearest = distance * weight;
        best = { node: node.id, port: port.name };
      }
    }
    return best;
  }

  function land({ end, verdict }: Aim): void {
    if (!verdict.ok) {
      announce(verdict.reason);
      return;
    }
    const now = session.getState().doc;
    if (moving !== undefined) {
      const moved = moveEdge(now, catalogue, moving, side === "from" ? "to" : "from", end);
      if (isRefusal(moved)) announce(moved.refused);
      else session.commit(moved, { label: i18n.t("canvas:did.reconnect") });
      return;
    }
    const made = side === "from" ? connect(now, catalogue, fixed, end) : connect(now, catalogue, end, fixed);
    if (isRefusal(made)) announce(made.refused);
    else session.commit(made, { label: i18n.t("canvas:did.connect") });
  }
}

/** A press on a port: a single input gives up its wire to be led elsewhere, everything else begins a new one. */
export function portGesture(stage: Stage, end: PortEnd, side: "in" | "out"): Gesture {
  const { doc } = stage.session.getState();
  if (side === "out") return wireGesture(stage, end, "from");
  const at = stage.scene.nodes.index.get(end.node);
  const port = at === undefined ? undefined : portAt(stage.scene.nodes.layouts[at], "in", end.port);
  const [edge] = edgesAtPort(doc, end);
  return edge && port?.max === 1 ? wireGesture(stage, edge.from, "from", edge.id) : wireGesture(stage, end, "to");
}

/** Leading one end of a wire elsewhere. */
export function reconnectGesture(stage: Stage, edgeId: string, grabbed: "from" | "to"): Gesture | null {
  const edge = stage.session.getState().doc.edges.get(edgeId)?.value;
  if (!edge) return null;
  return grabbed === "to" ? wireGesture(stage, edge.from, "from", edgeId) : wireGesture(stage, edge.to, "to", edgeId);
}

function centreOf({ scene: { nodes } }: Stage, { node, port }: PortEnd, side: "in" | "out"): Point {
  const at = nodes.index.get(node);
  if (at === undefined) return { x: 0, y: 0 };
  const placed = portAt(nodes.layouts[at], side, port);
  return {
    x: (nodes.x[at] ?? 0) + (placed?.x ?? (side === "in" ? 0 : (nodes.width[at] ?? 0))),
    y: (nodes.y[at] ?? 0) + (placed?.y ?? (nodes.height[at] ?? 0) / 2),
  };
}
