import { isAbsolute, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { settingsFromEnvironment } from "../../../electron/settings/environment.ts";

describe("settings from the environment", () => {
  test("the three variables, without what a paste brings along", () => {
    expect(settingsFromEnvironment({ SEEGEN_API_KEY: " key\n", SEEGEN_BASE_URL: " https://example.com/api/v1 ", SHOTGRAPH_HOME: "/data/shots" }, "/here")).toEqual({
      apiKey: "key",
      baseUrl: "https://example.com/api/v1",
      home: resolve("/data/shots"),
    });
  });

  test("what is empty or blank counts as not given", () => {
    const settings = settingsFromEnvironment({ SEEGEN_API_KEY: "", SEEGEN_BASE_URL: "  ", SHOTGRAPH_HOME: "  " }, "/here");
    expect(settings).toMatchObject({ apiKey: null, baseUrl: null });
    expect(settings).toEqual(settingsFromEnvironment({}, "/here"));
  });

  test("a relative home is relative to the caller's folder", () => {
    expect(settingsFromEnvironment({ SHOTGRAPH_HOME: "data" }, "/here/there").home).toBe(resolve("/here/there/data"));
  });

  test("without SHOTGRAPH_HOME it is the system's own place for data, named after the product alone", () => {
    const { home } = settingsFromEnvironment({}, "/here");
    expect(isAbsolute(home)).toBe(true);
    expect(home.toLowerCase()).toMatch(/shotgraph([/\\]data)?$/i);
  });
});
