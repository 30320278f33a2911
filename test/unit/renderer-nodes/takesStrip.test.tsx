import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import "../../../renderer/i18n/index.ts";
import { TakesStrip } from "../../../renderer/nodes/TakesStrip.tsx";
import { SessionContext } from "../../../renderer/state/hooks.ts";
import { createSession } from "../../../renderer/state/session.ts";
import { priceOfReroll } from "../../../renderer/ui/runPrice.ts";
import { FakeLibrary, graph, keyOf, node, planOf, prompt } from "../plan/support.ts";
import { planState } from "../renderer-quote/support.ts";

test("another take is offered at what it costs with all that the node still needs: that is accepted by the click", () => {
  const document = graph([prompt("p"), node("img", "gptImage2", {}, { takes: 3 }), node("v", "generateSd2")], ["p.text>img.prompt", "p.text>v.prompt", "img.image>v.firstFrame"]);
  const library = new FakeLibrary();
  library.add(keyOf(planOf(document), "img"), "stored");
  library.add(keyOf(planOf(document, library), "v"), "stored");
  const session = createSession({ session: "s", graph: document, seq: 0, path: null, unsaved: false, recovered: false, notes: [] } as never, () => {});
  session.setState({ plan: planState(document, library) });
  const { doc, plan } = session.getState();
  const view = plan.nodes.get("v");
  if (!view) throw new Error("no plan");
  const { max } = priceOfReroll(doc, plan, "v").credits;
  expect(max).toBeGreaterThan(view.steps[0]?.price.max ?? 0);
  const html = renderToString(
    // Without a page the first state is drawn.
    <SessionContext value={{ ...session, getInitialState: session.getState }}>
      <TakesStrip id="v" plan={view} type="video" item={0} picked={undefined} />
    </SessionContext>,
  );
  expect(html).toContain(String(max));
});
