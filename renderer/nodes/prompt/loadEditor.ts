import type * as EditorView from "./editorView.ts";

type Module = typeof EditorView;

let loaded: Module | null = null;
let loading: Promise<Module> | null = null;

/** The editor's code, which comes only when a text is entered or the page has nothing else to do. */
export function loadEditor(): Promise<Module> {
  loading ??= import("./editorView.ts").then(
    (module) => {
      loaded = module;
      return module;
    },
    (error: unknown) => {
      // The next try asks anew.
      loading = null;
      throw error;
    },
  );
  return loading;
}

/** The same, when it is there already. */
export function loadedEditor(): Module | null {
  return loaded;
}
