import { describe, expect, test } from "vitest";
import { labelOf } from "../../../renderer/actions/action.ts";
import { contextNow, type ActionContext } from "../../../renderer/actions/context.ts";
import { ACTIONS, actionOf } from "../../../renderer/actions/list.ts";
import { APP_MENU, CONTEXT_MENUS, withShortcuts } from "../../../renderer/actions/menus.ts";
import { actions } from "../../../renderer/i18n/en/actions.ts";
import { useApp, type Tab } from "../../../renderer/state/app.ts";
import { createSession, type Session } from "../../../renderer/state/session.ts";
import type { Change } from "../../../shared/edit/records.ts";
import type { Graph } from "../../../shared/graph/document.ts";

/** Where screen readers are spoken to; there is no page here. */
globalThis.document ??= { createElement: () => ({ setAttribute: () => {}, dataset: {}, style: {} }), body: { append: () => {} } } as never;

const graph: Graph = {
  format: "shotgraph",
  version: 1,
  id: "g",
  name: "Perfume launch",
  nodes: [
    { id: "prompt", kind: "prompt", position: { x: 0, y: 0 }, params: { text: "A bottle" } },
    { id: "video", kind: "generateSd2", position: { x: 400, y: 30 }, params: {} },
    { id: "up", kind: "upscaleVideo", position: { x: 800, y: 60 }, params: {} },
    { id: "save", kind: "output", position: { x: 1200, y: 90 }, params: {} },
    { id: "note", kind: "note", position: { x: 0, y: 400 }, params: { text: "Words" } },
  ],
  edges: [
    { id: "e1", from: { node: "prompt", port: "text" }, to: { node: "video", port: "prompt" } },
    { id: "e2", from: { node: "video", port: "video" }, to: { node: "up", port: "video" } },
    { id: "e3", from: { node: "up", port: "video" }, to: { node: "save", port: "in" } },
  ],
};

/** An open graph in the shown tab, online; and what of it goes to the host. */
function opened(): { session: Session; sent: Change[]; context: () => ActionContext; perform: (id: string) => void } {
  const sent: Change[] = [];
  const session = createSession({ session: "s", graph, path: null, unsaved: false, seq: 0, recovered: false, notes: [] } as never, (change) => sent.push(change));
  const tab = { id: "s", session, outbox: { add: (change: Change) => sent.push(change) }, close: () => {} } as unknown as Tab;
  useApp.setState({ tabs: [tab], active: "s", online: "online" });
  const context = () => contextNow();
  return {
    session,
    sent,
    context,
    perform: (id) => {
      const now = context();
      expect(actionOf(id).when(now)).toBe(true);
      void actionOf(id).perform(now);
    },
  };
}

function possible(ids: readonly string[], context: ActionContext): string[] {
  return ids.filter((id) => actionOf(id).when(context));
}

describe("the list of actions", () => {
  test("no two actions have the same id or the same shortcut", () => {
    const ids = ACTIONS.map(({ id }) => id);
    const shortcuts = ACTIONS.flatMap(({ shortcut }) => shortcut ?? []);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    expect(shortcuts.filter((keys, at) => shortcuts.indexOf(keys) !== at)).toEqual([]);
  });

  test("every action has a name, and every name an action", () => {
    opened();
    expect(Object.keys(actions.label).sort()).toEqual(ACTIONS.map(({ label }) => label).sort());
    expect(ACTIONS.filter((action) => !/^\S.*\S$/.test(labelOf(action, contextNow())))).toEqual([]);
  });

  test("the app menu leaves only what belongs to a place out", () => {
    const shown = new Set(APP_MENU.flatMap(({ parts }) => parts.flat()));
    expect(ACTIONS.filter((action) => !shown.has(action)).map(({ id }) => id)).toEqual(["revealGraph", "moveTabLeft", "moveTabRight", "addReroute"]);
  });

  test("the shortcut sheet lists every shortcut that there is", () => {
    expect(new Set(withShortcuts().flatMap((one) => one.actions))).toEqual(new Set(ACTIONS.filter(({ shortcut }) => shortcut)));
  });

  test("keys that browsers keep for themselves are nobody's", () => {
    const kept = new Set(["mod+n", "mod+t", "mod+w", "mod+shift+n", "mod+shift+t", "mod+shift+w", "f5", "f11", "tab"]);
    expect(ACTIONS.flatMap(({ shortcut }) => shortcut ?? []).filter((keys) => kept.has(keys))).toEqual([]);
  });

  test("paid work never hangs on a plain key", () => {
    const paying = ["runAll", "runSelected", "runUpTo", "reroll"].flatMap((id) => actionOf(id).shortcut ?? []);
    expect(paying.every((keys) => /^(mod|alt)\+/.test(keys))).toBe(true);
  });
});

describe("what makes sense when", () => {
  test("without a graph only what needs none", () => {
    useApp.setState({ tabs: [], active: null, online: "online" });
    const there = ACTIONS.filter((action) => action.when(contextNow())).map(({ id }) => id);
    expect(there).toEqual(["newGraph", "openGraph", "openExample", "palette", "minimap", "snap", "themeSystem", "themeDark", "themeLight", "shortcuts", "settings", "about"]);
  });

  test("offline nothing is opened or run, and editing goes on", () => {
    const { session, context } = opened();
    session.select(["video"]);
    useApp.setState({ online: "offline" });
    expect(possible(["newGraph", "openGraph", "runAll", "runSelected", "runUpTo", "reroll"], context())).toEqual([]);
    expect(possible(["duplicate", "delete", "bypass", "copy"], context())).toHaveLength(4);
  });

  test("a note cannot be bypassed, run or rolled again", () => {
    const { session, context } = opened();
    session.select(["note"]);
    expect(possible(["bypass", "disable", "runUpTo", "runSelected", "reroll"], context())).toEqual([]);
  });

  test("another take is only made of a single node that pays", () => {
    const { session, context } = opened();
    const can = (ids: string[]) => {
      session.select(ids);
      return actionOf("reroll").when(context());
    };
    expect([can(["video"]), can(["prompt"]), can(["video", "up"])]).toEqual([true, false, false]);
  });

  test("lining up needs two nodes, distributing three", () => {
    const { session, context } = opened();
    session.select(["prompt", "video"]);
    expect([actionOf("alignTop").when(context()), actionOf("distributeX").when(context())]).toEqual([true, false]);
    session.select(["prompt", "video", "up"]);
    expect(actionOf("distributeX").when(context())).toBe(true);
  });

  test("the menu of a note offers no run, that of a clip does", () => {
    const { session, context } = opened();
    const offered = () => CONTEXT_MENUS.node.flat().filter((action) => action.when(context())).map(({ id }) => id);
    session.select(["note"]);
    expect(offered()).not.toContain("runUpTo");
    session.select(["video"]);
    expect(offered()).toEqual(expect.arrayContaining(["runUpTo", "reroll", "duplicate", "delete"]));
  });
});

describe("what actions do", () => {
  test("undo is named after what it takes back", () => {
    const { session, context, perform } = opened();
    session.select(["prompt"]);
    expect(labelOf(actionOf("undo"), context())).toBe("Undo");
    perform("duplicate");
    expect(labelOf(actionOf("undo"), context())).toBe("Undo duplicate");
  });

  test("deleting and reconnecting leaves the chain whole, and is one step of undo", () => {
    const { session, perform } = opened();
    session.select(["up"]);
    perform("deleteReconnect");
    const { doc, history } = session.getState();
    expect([...doc.edges.values()].map(({ value }) => [value.from.node, value.to.node])).toContainEqual(["video", "save"]);
    expect(history.past).toHaveLength(1);
    perform("undo");
    expect(session.getState().doc.nodes.has("up")).toBe(true);
  });

  test("deleting a node and its selected wire cuts both once", () => {
    const { session, perform } = opened();
    session.select(["video"], ["e1", "e3"]);
    perform("delete");
    expect([...session.getState().doc.edges.keys()]).toEqual([]);
    perform("undo");
    expect([...session.getState().doc.edges.keys()].sort()).toEqual(["e1", "e2", "e3"]);
  });

  test("copies are selected, so that they can be moved at once", () => {
    const { session, perform } = opened();
    session.select(["prompt", "video"]);
    perform("duplicate");
    const { selection } = session.getState();
    expect(selection.size).toBe(2);
    expect(selection.has("prompt")).toBe(false);
  });

  test("bypassing a mixed selection passes its notes over", () => {
    const { session, perform } = opened();
    session.select(["up", "note"]);
    perform("bypass");
    expect(session.getState().doc.nodes.get("up")?.value.state).toBe("bypassed");
    expect(session.getState().doc.nodes.get("note")?.value.state).toBeUndefined();
  });

  test("inverting twice changes nothing", () => {
    const { session, perform } = opened();
    session.select(["video", "note"]);
    perform("selectInverted");
    expect([...session.getState().selection].sort()).toEqual(["prompt", "save", "up"]);
    perform("selectInverted");
    expect([...session.getState().selection].sort()).toEqual(["note", "video"]);
  });

  test("a reroute takes its place in the wire that was selected", () => {
    const { session, perform } = opened();
    session.select([], ["e2"]);
    perform("addReroute");
    const { doc } = session.getState();
    const added = [...doc.nodes.values()].find(({ value }) => value.kind === "reroute")?.value;
    const ways = [...doc.edges.values()].map(({ value }) => `${value.from.node}→${value.to.node}`);
    expect(ways).toEqual(expect.arrayContaining([`video→${added?.id}`, `${added?.id}→up`]));
  });
});
