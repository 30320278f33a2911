import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDeepLink } from "../../../electron/desktop/manners/deepLink.ts";
import { bestLanguage } from "../../../shared/contract/language.ts";

describe("a shotgraph:// link", () => {
  test("fills in a new graph", () => {
    expect(readDeepLink("shotgraph://new?template=text-to-video&name=Beach&prompt=A%20beach%0Aat%20dusk")).toEqual({ do: "new", template: "text-to-video", name: "Beach", prompt: "A beach\nat dusk" });
    expect(readDeepLink("SHOTGRAPH://NEW/")).toEqual({ do: "new", template: null, name: null, prompt: null });
  });

  test("opens a page of the settings", () => {
    expect(readDeepLink("shotgraph://settings?page=account")).toEqual({ do: "settings", page: "account" });
    expect(readDeepLink("shotgraph://settings")).toEqual({ do: "settings", page: "general" });
  });

  test("is nothing when it asks for more or is not well formed", () => {
    const refused = [
    "shotgraph://run?session=1",
    "shotgraph://open?path=/etc/passwd",
    "shotgraph://new?path=/etc/passwd",
    "shotgraph://new?key=sk-123",
    "shotgraph://new?prompt=a&prompt=b",
    "shotgraph://new?template=../../etc",
    "shotgraph://new?template=A",
    `shotgraph://new?template=${"a".repeat(101)}`,
    "shotgraph://new?name=a%0Ab",
    "shotgraph://new?name=%E2%80%AEevil",
    "shotgraph://new?prompt=a%00b",
    `shotgraph://new?prompt=${"a".repeat(10_001)}`,
    `shotgraph://new?prompt=${"a".repeat(20_000)}`,
    "shotgraph://new/x",
    "shotgraph://user@new",
    "shotgraph://new:80",
    "shotgraph://new#x",
    "shotgraph:new",
    "shotgraph://settings?page=secret",
    "https://new?prompt=a",
    "javascript:alert(1)",
    "shotgraph://",
    "",
    ];
    expect(refused.filter((text) => readDeepLink(text) !== null)).toEqual([]);
  });

  test("never throws, and never names anything but a template, a name, a prompt or a page", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl({ validSchemes: ["shotgraph"], withQueryParameters: true, withFragments: true }), fc.string().map((text) => `shotgraph://new?prompt=${text}`)), (text) => {
        const link = readDeepLink(text);
        const keys = Object.keys(link ?? {}).sort().join();
        expect(["", "do,name,prompt,template", "do,page"]).toContain(keys);
      }),
    );
  });
});

test("the language is the first of the system's that there is, by region, then by language, then the first of ours", () => {
  const ours = ["en", "de", "zh-Hans"] as const;
  expect(bestLanguage(["fr-FR", "de-AT", "en-US"], [...ours])).toBe("de");
  expect(bestLanguage(["zh-Hans-CN"], [...ours])).toBe("zh-Hans");
  expect(bestLanguage(["EN_GB"], [...ours])).toBe("en");
  expect(bestLanguage(["fr"], [...ours])).toBe("en");
  expect(bestLanguage([], ["en"])).toBe("en");
});
