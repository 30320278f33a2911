import { ReactFlowProvider } from "@xyflow/react";
import { renderToString } from "react-dom/server";
import { describe, expect, test } from "vitest";
import "../../../renderer/i18n/index.ts";
import { Card } from "../../../renderer/nodes/Card.tsx";
import Markdown from "../../../renderer/nodes/Markdown.tsx";
import { choicesOf } from "../../../renderer/nodes/paramChoices.ts";
import { layoutOf } from "../../../renderer/nodes/cardLayout.ts";
import { SessionContext } from "../../../renderer/state/hooks.ts";
import { createSession } from "../../../renderer/state/session.ts";
import type { Graph, GraphNode } from "../../../shared/graph/document.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";

function drawn(...nodes: GraphNode[]): string {
  const graph: Graph = { format: "shotgraph", version: 1, id: "g", name: "g", nodes, edges: [] };
  const session = createSession({ session: "s", graph, seq: 0, path: null, unsaved: false, recovered: false, notes: [] } as never, () => {});
  return renderToString(
    <ReactFlowProvider>
      <SessionContext value={session}>
        <Card id={nodes[0]?.id ?? ""} />
      </SessionContext>
    </ReactFlowProvider>,
  );
}

const one = (kind: string, more: Partial<GraphNode> = {}): GraphNode => ({ id: "n", kind, position: { x: 0, y: 0 }, params: {}, ...more });

describe("a card", () => {
  test.each([...catalogue.keys(), "fromTheFuture"])("of %s has the size and the handles of its layout, and few elements", (kind) => {
    const node = one(kind);
    const html = drawn(node);
    const { width, height, ports } = layoutOf(node);
    expect(html).toContain(`width:${width}px;height:${height}px`);
    for (const { side, name, x, y } of ports) {
      expect(html).toContain(`data-handleid="${side}:${name}"`);
      expect(html).toContain(`left:${x === 0 ? "0" : `${x}px`};top:${y}px`);
    }
    expect(html.match(/data-handleid/g) ?? []).toHaveLength(ports.length);
    expect((html.match(/<[a-z]/g) ?? []).length).toBeLessThan(60);
  });

  test("shows state, title and what it does not know", () => {
    expect(drawn(one("generateSd2", { title: "Opening", state: "bypassed" }))).toMatch(/Opening.*bypassed/s);
    expect(drawn(one("fromTheFuture"))).toContain("does not know");
    const collapsed = drawn(one("generateSd2", { collapsed: true }));
    expect(collapsed).not.toContain("<select");
    expect(collapsed).toContain('data-handleid="in:audios"');
  });

  test("never runs or loads what a note of a stranger holds", () => {
    const html = renderToString(<Markdown text={'**bold** <img src="https://x/y.png"> ![a](https://x/z.png) <script>1</script> [here](javascript:alert(1)) [there](https://x/)'} />);
    expect(html).toContain("<strong>bold</strong>");
    expect(html).not.toMatch(/<img|<script|javascript:/);
    expect(html).toMatch(/<a href="https:\/\/x\/"[^>]*rel="noopener noreferrer nofollow"/);
  });

  test("offers the few params that matter, for any paid kind", () => {
    const offered = Object.fromEntries([...catalogue.values()].filter(({ role }) => role === "task").map((kind) => [kind.kind, choicesOf(kind).map(({ name }) => name)]));
    expect(offered).toEqual({
      generateSd2: ["model", "duration", "resolution", "outputResolution"],
      generateHappyhorse: ["duration", "outputResolution", "ratio"],
      gptImage2: ["quality", "resolution", "aspectRatio"],
      upscaleVideo: ["targetResolution"],
    });
    const [, duration, aspect] = choicesOf(catalogue.get("generateSd2")!);
    expect(duration!.options.map(({ label }) => label)).toEqual(["4 s", "5 s", "6 s", "7 s", "8 s", "9 s", "10 s", "11 s", "12 s", "13 s", "14 s", "15 s"]);
    expect(aspect!.options.map(({ label }) => label)).toEqual(["1:1", "3:4", "4:3", "16:9", "9:16", "21:9"]);
  });
});
