import { defineConfig } from "@playwright/test";
import { programKind } from "./test/desktop/launch.ts";

/** The one test that takes a minute: begun first, so that the others fill the other worker meanwhile. */
const LONGEST = "**/random-actions.spec.ts";

/** The editor in a real Chromium, through the real web host and the sandbox. Each test brings a host and a data folder of its own. */
/** What the desktop program shows is the same page: of the editor's tests it runs those that come by files, media, uploads, keys and money. */
const THROUGH_DESKTOP = ["**/build-by-*.spec.ts", "**/documents.spec.ts", "**/first-run.spec.ts", "**/money.spec.ts"];

/** Electron itself where its binary is, otherwise the stand-in; tests of what only the stand-in can do are left out with the real one. */
const KIND = programKind();
if (process.env["TEST_WORKER_INDEX"] === undefined) {
  process.stdout.write(KIND === "electron" ? "The desktop program runs in Electron.\n" : "Electron's binary is not here: the desktop program runs on the stand-in, and nothing is tested in Electron itself.\n");
}

export default defineConfig<object, { shell: "web" | "desktop" }>({
  testDir: "test/e2e",
  projects: [
    { name: "longest", testMatch: LONGEST },
    { name: "editor", testMatch: "**/*.spec.ts", testIgnore: LONGEST },
    { name: "desktop", use: { shell: "desktop" }, testMatch: THROUGH_DESKTOP },
    { name: "program", use: { shell: "desktop" }, testDir: "test/desktop", testMatch: "**/*.spec.ts", testIgnore: KIND === "stand-in" ? [] : "**/*.standin.spec.ts" },
  ],
  fullyParallel: true,
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  retries: 0,
  forbidOnly: true,
  reporter: [["list"]],
  outputDir: "test-results",
});
