import { defineConfig } from "@playwright/test";

/** The one test that takes a minute: begun first, so that the others fill the other worker meanwhile. */
const LONGEST = "**/random-actions.spec.ts";

/** The editor in a real Chromium, through the real web host and the sandbox. Each test brings a host and a data folder of its own. */
export default defineConfig({
  testDir: "test/e2e",
  projects: [
    { name: "longest", testMatch: LONGEST },
    { name: "editor", testMatch: "**/*.spec.ts", testIgnore: LONGEST },
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
