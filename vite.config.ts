import { builtinModules } from "node:module";
import { join } from "node:path";
import react from "@vitejs/plugin-react";
import type { EnvironmentOptions } from "vite";
import { defineConfig } from "vitest/config";

const nodeBuiltins = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);
const here = import.meta.dirname;

/** One file of ours for a Node of Electron; libraries stay packages. */
function forNode(input: string, outDir: string, output: { entryFileNames: string; format?: "cjs" }): EnvironmentOptions {
  return {
    consumer: "server",
    build: {
      ssr: true,
      outDir: join(here, outDir),
      copyPublicDir: false,
      target: "node24",
      emptyOutDir: true,
      rollupOptions: { input: join(here, input), external: (id) => nodeBuiltins.has(id) || /^[a-z@]/.test(id), output: { ...output, codeSplitting: false } },
    },
  };
}

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
        chunkSizeWarningLimit: 1800,
        rollupOptions: {
          input: join(here, "renderer/index.html"),
          // What the page begins with in one file: together it is smaller than in a hundred, and the browser asks once.
          output: { codeSplitting: { groups: [{ name: "start", tags: ["$initial"] }] } },
        },
      },
    },
    // `vite build --app` makes the installed command line too: one file of ours, libraries stay packages. (In a checkout Node runs the sources as they are.)
    cli: {
      consumer: "server",
      build: {
        ssr: true,
        outDir: join(here, "dist/cli"),
        copyPublicDir: false,
        target: "node24",
        emptyOutDir: true,
        rollupOptions: {
          input: join(here, "electron/cli/main.ts"),
          external: (id) => nodeBuiltins.has(id) || /^[a-z@]/.test(id),
          output: { entryFileNames: "shotgraph.mjs", banner: "#!/usr/bin/env node" },
        },
      },
    },
    // The desktop program, as it is packed: main, the command line that it can be, the host's process, and the preload script, which a sandbox wants as one CommonJS file.
    desktopMain: forNode("electron/desktop/main.ts", "dist/desktop/main", { entryFileNames: "main.mjs" }),
    desktopCommandLine: forNode("electron/cli/commandLine.ts", "dist/desktop/commandLine", { entryFileNames: "commandLine.mjs" }),
    desktopHost: forNode("electron/desktop/hostProcess/main.ts", "dist/desktop/hostProcess", { entryFileNames: "main.mjs" }),
    desktopPreload: forNode("electron/desktop/preload.ts", "dist/desktop/preload", { entryFileNames: "preload.cjs", format: "cjs" }),
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
