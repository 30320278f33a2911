import type { IpcRenderer, WebUtils } from "electron";
import type { DesktopEvent, WindowBridge } from "../../../shared/contract/api/desktop.ts";
import { WINDOW } from "./channels.ts";

/** The functions of `WindowBridge` for the preload script: each speaks on one channel of its own, and the page can name none. */
export function windowBridge({ ipcRenderer, webUtils }: { ipcRenderer: Pick<IpcRenderer, "send" | "invoke" | "on" | "off">; webUtils: Pick<WebUtils, "getPathForFile"> }): WindowBridge {
  return {
    hello: () => ipcRenderer.invoke(WINDOW.hello),
    onEvent(listener) {
      if (typeof listener !== "function") throw new TypeError("A function is needed.");
      const heard = (_event: unknown, value: unknown): void => listener(value as DesktopEvent);
      ipcRenderer.on(WINDOW.event, heard);
      return () => void ipcRenderer.off(WINDOW.event, heard);
    },
    menu: (model) => ipcRenderer.send(WINDOW.menu, model),
    show: (state) => ipcRenderer.send(WINDOW.show, state),
    confirm: (asked) => ipcRenderer.invoke(WINDOW.confirm, asked),
    leave: (answer) => ipcRenderer.send(WINDOW.leave, answer),
    chooseOpen: (asked) => ipcRenderer.invoke(WINDOW.chooseOpen, asked),
    chooseSave: (asked) => ipcRenderer.invoke(WINDOW.chooseSave, asked),
    chooseFolder: () => ipcRenderer.invoke(WINDOW.chooseFolder),
    reveal: (asked) => ipcRenderer.invoke(WINDOW.reveal, asked),
    drag: (asked) => ipcRenderer.invoke(WINDOW.drag, asked),
    openLogs: () => ipcRenderer.invoke(WINDOW.openLogs),
    copyDiagnostics: () => ipcRenderer.invoke(WINDOW.copyDiagnostics),
    pathOf: (file) => webUtils.getPathForFile(file) || null,
  };
}
