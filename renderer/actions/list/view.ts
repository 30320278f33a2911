import type { EditorSettings } from "../../../shared/contract/api/host.ts";
import { i18n } from "../../i18n/index.ts";
import { announce } from "../../ui/announce.ts";
import type { BottomTab } from "../../ui/bottomStore.ts";
import { usePreview } from "../../ui/previewStore.ts";
import type { Action } from "../action.ts";
import type { IconName } from "../ActionIcon.tsx";
import type { ActionContext } from "../context.ts";
import { isPanelShown, revealBottom, togglePanel, type PanelSide } from "../panels.ts";
import { changeSettings } from "../settings.ts";

const ZOOM_STEP = 1.25;

const hasCanvas = ({ canvas }: ActionContext) => canvas !== null;
const hasGraph = ({ tab }: ActionContext) => tab !== null;

export const viewActions: readonly Action[] = [
  { id: "zoomIn", label: "zoomIn", icon: "zoomIn", shortcut: ["+", "="], group: "view", when: hasCanvas, perform: ({ canvas }) => canvas?.zoomBy(ZOOM_STEP) },
  { id: "zoomOut", label: "zoomOut", icon: "zoomOut", shortcut: ["-"], group: "view", when: hasCanvas, perform: ({ canvas }) => canvas?.zoomBy(1 / ZOOM_STEP) },
  { id: "zoomActual", label: "zoomActual", icon: "zoomActual", shortcut: ["shift+0"], group: "view", when: hasCanvas, perform: ({ canvas }) => canvas?.setZoom(1) },
  { id: "zoomFit", label: "zoomFit", icon: "zoomFit", shortcut: ["shift+1"], group: "view", when: hasCanvas, perform: ({ canvas }) => canvas?.fit() },
  { id: "zoomSelection", label: "zoomSelection", icon: "zoomSelection", shortcut: ["shift+2"], group: "view", when: ({ canvas, selected }) => canvas !== null && selected.length > 0, perform: ({ canvas, selected }) => canvas?.zoomTo(selected.map(({ id }) => id)) },
  panel("leftPanel", "left", "mod+b"),
  panel("rightPanel", "right", "mod+alt+b"),
  panel("bottomPanel", "bottom", "mod+j"),
  bottom("showRuns", "runs", "run"),
  bottom("showTakes", "takes", "takes"),
  bottom("showLibrary", "library", "library"),
  bottom("showAssets", "assets", "assets"),
  bottom("showProblems", "problems", "problems"),
  { id: "preview", label: "preview", icon: "preview", shortcut: ["p"], group: "run", when: hasGraph, toggled: () => usePreview.getState().on, perform: togglePreview },
  setting("minimap", "minimap", "m"),
  setting("snap", "snapToGrid", "shift+s"),
  theme("themeSystem", "system"),
  theme("themeDark", "dark"),
  theme("themeLight", "light"),
];

function panel(id: Action["label"] & IconName, side: PanelSide, shortcut: string): Action {
  return { id, label: id, icon: id, shortcut: [shortcut], whileTyping: true, group: "view", when: hasGraph, toggled: () => isPanelShown(side), perform: () => togglePanel(side) };
}

function bottom(id: Action["label"], tab: BottomTab, icon: IconName): Action {
  return { id, label: id, icon, group: "view", when: hasGraph, perform: () => revealBottom(tab) };
}

function setting(id: Action["label"] & IconName, key: "minimap" | "snapToGrid", shortcut: string): Action {
  return { id, label: id, icon: id, shortcut: [shortcut], group: "view", when: () => true, toggled: ({ app }) => app.settings[key], perform: ({ app }) => changeSettings({ [key]: !app.settings[key] }) };
}

function theme(id: Action["label"] & IconName, value: EditorSettings["theme"]): Action {
  return { id, label: id, icon: id, group: "view", when: () => true, toggled: ({ app }) => app.settings.theme === value, perform: () => changeSettings({ theme: value }) };
}

function togglePreview(): void {
  const { on } = usePreview.getState();
  usePreview.setState({ on: !on });
  announce(i18n.t(on ? "actions:said.previewOff" : "actions:said.previewOn"));
}
