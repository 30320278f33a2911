import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import "@mantine/spotlight/styles.layer.css";
import "@xyflow/react/dist/base.css";
import "./app/tokens.css";
import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { afterStart, preparePage } from "./app/boot.ts";
import "./i18n/index.ts";
import { startApp } from "./state/start.ts";
import { reportTrouble } from "./state/trouble.ts";
import { connectToWebHost } from "./state/webConnection.ts";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
preparePage();
createRoot(root).render(<App />);

async function start(): Promise<void> {
  const desktop = window.shotgraphDesktop;
  await startApp(desktop ? (await import("./state/desktopConnection.ts")).connectToDesktop(desktop) : connectToWebHost());
  await afterStart();
  // Only for measuring, so it comes only when the address asks for it.
  if (new URLSearchParams(location.search).has("bench")) await (await import("./canvas/bench/startBench.ts")).startBench();
}

start().catch(reportTrouble);
