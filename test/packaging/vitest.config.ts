import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** Packing for real, on a distribution of Electron that is made up: `npm run test:packaging`. Needs `vite build --app` before. */
export default defineConfig({
  root: join(import.meta.dirname, "..", ".."),
  test: { include: ["test/packaging/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 120_000 },
});
