/** Texts of renderer/settings. */
export const settings = {
  title: "Settings",
  pages: { general: "General", account: "Account", hosting: "Hosting", about: "About" },
  look: { title: "Look", theme: "Theme", system: "System", dark: "Dark", light: "Light" },
  canvas: { title: "Canvas", snap: "Snap to grid", snapHint: "Nodes that are moved catch on the grid. Hold Ctrl or Cmd to move them freely.", minimap: "Minimap" },
  sharing: {
    title: "Sharing",
    embed: "Put the graph into exported files",
    embedHint: "Dropping such a picture or clip on Shotgraph opens the graph that made it. Prompts go with it; keys and signed addresses never do.",
  },
  money: {
    title: "Money",
    askAbove: "Ask before a run above",
    askAboveHint: "Run then shows its quote once more before anything is spent. 0 asks every time.",
    suffix: " credits",
  },
  about: {
    title: "About",
    name: "About Shotgraph",
    text: "A studio for AI video and image that shows the price first and never pays twice.",
    version: "Version",
    folder: "Data folder",
    service: "Service",
    sandboxSpeed: "Sandbox, {{speed}} times as fast as the service",
    licence: "Licence",
    copy: "Copy the path",
    copied: "Copied",
    help: "When something goes wrong",
  },
} as const;
