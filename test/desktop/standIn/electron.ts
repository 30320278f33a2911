import type { ElectronApi } from "../../../electron/desktop/electronApi.ts";
import { app } from "./app.ts";
import { takeWishes } from "./control.ts";
import { MessageChannelMain } from "./endpoint.ts";
import { ipcMain } from "./ipcMain.ts";
import { listening } from "./listening.ts";
import { calls, clipboard, crashReporter, dialog, displays, Menu, nativeImage, nativeTheme, Notification, powerSaveBlocker, protocol, safeStorage, screen, shell, shown } from "./others.ts";
import { sessionOf } from "./session.ts";
import { children, utilityProcess } from "./utilityProcess.ts";
import { StandInWindow as BrowserWindow } from "./window.ts";

/**
 * `electron` for the program under test, on a machine without its binary: as much of it as the program uses, each part with the signature that Electron's own types give it. Windows are
 * pages of a real Chromium, utility processes are real processes, the preload script is the built one.
 */
const session = { fromPartition: sessionOf };

const standIn: ElectronApi = {
  app: listening<ElectronApi["app"]>(app),
  BrowserWindow: BrowserWindow as unknown as ElectronApi["BrowserWindow"],
  clipboard,
  crashReporter,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeImage,
  nativeTheme,
  Notification: Notification as unknown as ElectronApi["Notification"],
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  utilityProcess,
};

/** For tests alone: what was asked of the system, and what only a system could do. */
const inside = { calls, children, displays, shown };

takeWishes({ ...standIn, standIn: inside });

export { app, BrowserWindow, clipboard, crashReporter, dialog, ipcMain, Menu, MessageChannelMain, nativeImage, nativeTheme, Notification, powerSaveBlocker, protocol, safeStorage, screen, session, shell, utilityProcess };
