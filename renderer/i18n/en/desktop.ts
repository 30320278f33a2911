/** What only the desktop program says. */
export const desktop = {
  reveal: { darwin: "Show in Finder", win32: "Show in Explorer", linux: "Show in the file manager" },
  dragOut: "Drag out of the window",
  dragOutHint: "Drag this into a folder or another program: it gets a copy of the file. In the library, hold Alt while dragging.",
  logs: "Open logs folder",
  diagnostics: "Copy diagnostics",
  diagnosticsText: "Versions, settings and the last lines of the log, without keys, for a report.",
  copied: "Copied",
  link: {
    title: "Make a graph from a link?",
    text: "Another program or page wants to fill in a new graph. Nothing of it runs, is sent or is paid for until you press Run.",
    example: "Example",
    name: "Name",
    prompt: "Prompt",
    make: "Make the graph",
    cancel: "Cancel",
    noExample: "The link names an example that this version does not have, so nothing was made.",
  },
} as const;
