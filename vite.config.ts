import { builtinModules } from "node:module";
import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const nodeBuiltins = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);
const here = import.meta.dirname;

export default defineConfig({
  // Tests run from the top; the editor's page is at home in renderer/.
  root: process.env["VITEST"] ? here : join(here, "renderer"),
  plugins: [react()],
  environments: {
    // `vite build`: the editor's page.
    client: {
      build: {
        outDir: join(here, "dist/renderer"),
        emptyOutDir: true,
        target: "chrome140",
        sourcemap: false,
        chunkSizeWarningLimit: 1200,
        rollupOptions: { input: join(here, "renderer/index.html") },
      },
    },
    // `vite build --app` makes the installed command line too: one file of ours, libraries stay packages. (In a checkout Node runs the sources as they are.)
    cli: {
      consumer: "server",
      build: {
        ssr: true,
        outDir: join(here, "dist/cli"),
        target: "node24",
        emptyOutDir: true,
        rollupOptions: {
          input: join(here, "electron/cli/main.ts"),
          external: (id) => nodeBuiltins.has(id) || /^[a-z@]/.test(id),
          output: { entryFileNames: "shotgraph.mjs", banner: "#!/usr/bin/env node" },
        },
      },
    },
  },
  test: {
    include: ["test/{unit,integration}/**/*.test.{ts,tsx}"],
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
