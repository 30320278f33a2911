import { expect, test } from "vitest";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { learnFromBill } from "../../../shared/plan/learn.ts";
import { FakeLibrary, graph, node, planOf, prompt, stepOf } from "./support.ts";

const URI = "asset://asset-20260101-abcdefghij";

function stepWith(duration: number, uris: readonly string[]) {
  const sources = uris.map((uri, at) => node(`r${at}`, "videoRef", { source: { type: "asset", uri } }));
  const document = graph([prompt("p"), ...sources, node("v", "generateSd2", { duration })], ["p.text>v.prompt", ...sources.map(({ id }) => `${id}.video>v.videos`)]);
  return stepOf(planOf(document), "v").step;
}

test("an asset made elsewhere is priced as an interval up to the limit, and the first bill tells its whole seconds", () => {
  const step = stepWith(5, [URI]);
  expect(step.price.credits).toEqual({ min: (5 + 4) * 30, max: (5 + 15) * 30 });
  expect(learnFromBill(catalogue, step, (5 + 11) * 30)).toEqual({ uri: URI, seconds: { min: 11, max: 11 } });
});

test("a bill at the minimum tells only that the asset is not longer", () => {
  expect(learnFromBill(catalogue, stepWith(5, [URI]), (5 + 4) * 30)).toEqual({ uri: URI, seconds: { min: 1, max: 4 } });
});

test("a bill that fits no length, two unknown assets, and a step without any teach nothing", () => {
  expect(learnFromBill(catalogue, stepWith(5, [URI]), 271)).toBeNull();
  expect(learnFromBill(catalogue, stepWith(5, [URI, `${URI}z`]), 600)).toBeNull();
  expect(learnFromBill(catalogue, stepWith(5, []), 200)).toBeNull();
});

test("what was learned makes the next quote exact, for the asset in any graph", () => {
  const document = graph([prompt("p"), node("r", "videoRef", { source: { type: "asset", uri: URI } }), node("v", "generateSd2", { duration: 6 })], ["p.text>v.prompt", "r.video>v.videos"]);
  const library = Object.assign(new FakeLibrary(), { assets: { review: () => undefined, seconds: (uri: string) => (uri === URI ? { min: 11, max: 11 } : undefined) } });
  expect(stepOf(planOf(document, library), "v").step.price).toMatchObject({ credits: { min: 510, max: 510 }, formula: "(6 + 11) s × 30 = 510" });
});
