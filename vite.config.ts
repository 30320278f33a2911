import { builtinModules } from "node:module";
import { defineConfig } from "vitest/config";

const nodeBuiltins = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);

export default defineConfig({
  // The installed command line: one file of ours, libraries stay packages. (In a checkout Node runs the sources as they are.)
  build: {
    ssr: "electron/cli/main.ts",
    outDir: "dist/cli",
    target: "node24",
    emptyOutDir: true,
    rollupOptions: {
      external: (id) => nodeBuiltins.has(id) || /^[a-z@]/.test(id),
      output: { entryFileNames: "shotgraph.mjs", banner: "#!/usr/bin/env node" },
    },
  },
  test: {
    include: ["test/{unit,integration}/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    coverage: {
      provider: "v8",
      include: ["shared/**/*.ts"],
      exclude: ["shared/contract/**"],
      reporter: ["text-summary", "json-summary"],
      thresholds: { branches: 95 },
    },
  },
});
