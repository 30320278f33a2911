import { defineConfig } from "@playwright/test";

/** The editor in a real Chromium, through the real web host and the sandbox. Each test brings a host and a data folder of its own. */
export default defineConfig({
  testDir: "test/e2e",
  testMatch: "**/*.spec.ts",
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  retries: 0,
  forbidOnly: true,
  reporter: [["list"]],
  outputDir: "test-results",
});
