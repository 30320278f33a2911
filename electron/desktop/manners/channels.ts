/** Messages between a page and its window; see `WindowBridge`. */
export const WINDOW = {
  event: "shotgraph:window:event",
  hello: "shotgraph:window:hello",
  menu: "shotgraph:window:menu",
  show: "shotgraph:window:show",
  confirm: "shotgraph:window:confirm",
  leave: "shotgraph:window:leave",
  chooseOpen: "shotgraph:window:chooseOpen",
  chooseSave: "shotgraph:window:chooseSave",
  chooseFolder: "shotgraph:window:chooseFolder",
  reveal: "shotgraph:window:reveal",
  drag: "shotgraph:window:drag",
  openLogs: "shotgraph:window:openLogs",
  copyDiagnostics: "shotgraph:window:copyDiagnostics",
} as const;
