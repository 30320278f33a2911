import { defineConfig, type OxlintOverride } from "oxlint";

/**
 * The rooms of docs/architecture.md and what each may import. Every other room is closed to it.
 * A room is a folder two levels deep (`shared/plan`, `electron/engine`).
 */
const SHARED = ["graph", "seegen", "pricing", "nodes", "fit", "plan", "hints", "edit", "embed", "contract"].map((room) => `shared/${room}`);
const ENGINE_SIDE = ["engine", "seegen", "library", "hosting", "derive", "documents", "settings"].map((room) => `electron/${room}`);

const PAGE_BASE = ["renderer/state", "renderer/i18n", "renderer/ui"];
const PAGE = [...PAGE_BASE, ...["actions", "nodes", "inspector", "quote", "library", "settings", "runs", "canvas", "frames", "fit"].map((room) => `renderer/${room}`)];

const arrows: Record<string, readonly string[]> = {
  "shared/graph": ["shared/fit"],
  "shared/seegen": [],
  "shared/pricing": [],
  "shared/fit": [],
  "shared/nodes": ["shared/graph", "shared/seegen", "shared/pricing", "shared/fit"],
  "shared/plan": ["shared/graph", "shared/nodes", "shared/pricing", "shared/fit"],
  "shared/hints": ["shared/graph", "shared/nodes", "shared/pricing", "shared/fit", "shared/plan", "shared/edit"],
  "shared/edit": ["shared/graph", "shared/nodes", "shared/fit"],
  "shared/embed": ["shared/graph", "shared/fit"],
  "shared/contract": SHARED,
  "electron/engine": SHARED,
  "electron/seegen": SHARED,
  // Pictures are decoded in one place.
  "electron/library": [...SHARED, "electron/derive"],
  "electron/hosting": SHARED,
  "electron/derive": SHARED,
  "electron/documents": SHARED,
  "electron/settings": SHARED,
  "electron/sandbox": ["shared/seegen"],
  "electron/host": [...SHARED, ...ENGINE_SIDE, "electron/sandbox"],
  "electron/cli": [...SHARED, "electron/host"],
  "electron/web": [...SHARED, "electron/host"],
  "electron/desktop": [...SHARED, ...ENGINE_SIDE, "electron/sandbox", "electron/host", "electron/web", "electron/cli"],
  "electron/start": ["electron/web"],
  "electron/packaging": [],
  "renderer/i18n": [],
  "renderer/state": SHARED,
  "renderer/ui": [...SHARED, "renderer/state", "renderer/i18n"],
  "renderer/actions": [...SHARED, ...PAGE_BASE],
  "renderer/frames": [...SHARED, "renderer/state"],
  "renderer/fit": [...SHARED, ...PAGE_BASE, "renderer/actions"],
  "renderer/nodes": [...SHARED, ...PAGE_BASE, "renderer/actions", "renderer/fit"],
  "renderer/inspector": [...SHARED, ...PAGE_BASE, "renderer/actions", "renderer/nodes", "renderer/fit"],
  "renderer/quote": [...SHARED, ...PAGE_BASE, "renderer/actions", "renderer/fit"],
  "renderer/library": [...SHARED, ...PAGE_BASE, "renderer/actions"],
  "renderer/settings": [...SHARED, ...PAGE_BASE, "renderer/actions"],
  "renderer/runs": [...SHARED, ...PAGE_BASE, "renderer/actions", "renderer/library", "renderer/quote"],
  "renderer/canvas": [...SHARED, ...PAGE_BASE, "renderer/actions", "renderer/nodes"],
  "renderer/app": [...SHARED, ...PAGE],
};

type NoRestrictedImports = ["error", { paths: string[]; patterns: { regex: string; message: string }[] }];

const rooms = Object.keys(arrows);

function closedTo(room: string): { regex: string; message: string }[] {
  const open = new Set([room, ...(arrows[room] ?? [])]);
  return rooms
    .filter((other) => !open.has(other))
    .map((other) => ({
      // `../engine/x.ts` from a sibling room, `../../shared/plan/x.ts` from the other side of the house.
      regex:
        other.split("/")[0] === room.split("/")[0]
          ? `^(\\.\\./)+${other.split("/")[1]}/|/${other}/`
          : `(^|/)${other}/`,
      message: `${room} may not import ${other}: see docs/architecture.md.`,
    }));
}

const nodeOnly = { regex: "^(node:|undici|sharp|pino|p-queue|p-retry|write-file-atomic)", message: "shared/ and renderer/ run in a browser: no Node here." };

export default defineConfig({
  plugins: ["typescript", "import", "unicorn", "promise", "oxc", "vitest", "react", "jsx-a11y"],
  categories: { correctness: "error", suspicious: "error", perf: "error" },
  options: { typeAware: true },
  ignorePatterns: ["dist", "coverage", "node_modules", "resources"],
  rules: {
    "no-console": "error",
    "no-await-in-loop": "off",
    "import/no-cycle": "error",
    "import/no-unassigned-import": "off",
    "typescript/no-explicit-any": "error",
    "typescript/no-floating-promises": "error",
    "typescript/no-misused-promises": "error",
    "typescript/no-non-null-assertion": "error",
    "typescript/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    "typescript/consistent-type-imports": "error",
    "typescript/no-unsafe-type-assertion": "off",
    // The compiler (noImplicitReturns) knows which switches are exhaustive; this rule does not.
    "typescript/consistent-return": "off",
    // Graphs are immutable: copies are the point.
    "oxc/no-map-spread": "off",
    "no-shadow": "off",
    "no-underscore-dangle": "off",
    "max-lines": ["error", { max: 400, skipBlankLines: false, skipComments: false }],
    "no-empty": ["error", { allowEmptyCatch: false }],
    "unicorn/no-array-sort": "off",
    "unicorn/no-array-reverse": "off",
    "unicorn/consistent-function-scoping": "off",
    "unicorn/prefer-spread": "off",
    "unicorn/no-array-callback-reference": "off",
    "no-unmodified-loop-condition": "off",
    "react/react-in-jsx-scope": "off",
    // Mantine's and React Flow's components take style and inline handlers; memoised cards prove by counts that they do not re-render.
    "react/jsx-no-constructed-context-values": "off",
    "react/no-array-index-key": "off",
    // An effect that asks the host again when the library's revision changes does not read the revision.
    "react/exhaustive-effect-dependencies": "off",
    // TanStack Virtual is told from what React Compiler may remember; the page is not compiled by it.
    "react/incompatible-library": "off",
    "react-perf/jsx-no-new-function-as-prop": "off",
  },
  overrides: [
    ...rooms.map((room): OxlintOverride => ({
      files: [`${room}/**/*.ts`, `${room}/**/*.tsx`],
      rules: {
        "no-restricted-imports": [
          "error",
          {
            paths: room === "electron/desktop" ? [] : ["electron", "electron-store", "electron-updater"],
            patterns: [...closedTo(room), ...(room.startsWith("electron/") ? [] : [nodeOnly])],
          },
        ] as NoRestrictedImports,
      },
    })),
    // Playwright reads the names of a fixture's needs from its first parameter, which must be a pattern.
    { files: ["test/e2e/**"], rules: { "no-empty-pattern": "off" } },
    { files: ["test/**", "*.config.ts"], rules: { "no-console": "off", "typescript/no-non-null-assertion": "off", "max-lines": "off" } },
  ],
});
