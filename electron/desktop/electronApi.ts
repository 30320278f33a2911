import type Electron from "electron";

/**
 * What Shotgraph uses of Electron, and nothing else: exact picks of Electron's own types. Only `main.ts` and `preload.ts` import `electron` itself; every
 * other module is given this, so that tests can hand it a stand-in whose wrong signature would not compile. Whoever needs more of Electron adds its name
 * here, and to `test/desktop/standIn`.
 */
export interface ElectronApi {
  app: DesktopApp;
  protocol: Pick<Electron.Protocol, "registerSchemesAsPrivileged">;
  session: { fromPartition(partition: string): DesktopSession };
  ipcMain: DesktopIpcMain;
  BrowserWindow: new (options: Electron.BrowserWindowConstructorOptions) => DesktopWindow;
  MessageChannelMain: new () => { port1: Electron.MessagePortMain; port2: Electron.MessagePortMain };
  utilityProcess: { fork(modulePath: string, args?: string[], options?: Electron.ForkOptions): DesktopChild };
  screen: Pick<Electron.Screen, "getAllDisplays" | "getPrimaryDisplay">;
  dialog: DesktopDialog;
  Menu: Pick<typeof Electron.Menu, "buildFromTemplate" | "setApplicationMenu" | "getApplicationMenu">;
  shell: Pick<Electron.Shell, "openExternal" | "openPath" | "showItemInFolder">;
  Notification: NotificationClass;
  nativeTheme: Pick<Electron.NativeTheme, "on" | "themeSource" | "shouldUseDarkColors">;
  nativeImage: Pick<typeof Electron.nativeImage, "createFromPath" | "createEmpty">;
  powerSaveBlocker: Pick<Electron.PowerSaveBlocker, "start" | "stop" | "isStarted">;
  safeStorage: Pick<
    Electron.SafeStorage,
    "isAsyncEncryptionAvailable" | "encryptStringAsync" | "decryptStringAsync" | "getSelectedStorageBackend"
  >;
  clipboard: Pick<Electron.Clipboard, "writeText">;
  crashReporter: Pick<Electron.CrashReporter, "start">;
}

export type DesktopApp = Pick<
  Electron.App,
  | "on"
  | "once"
  | "off"
  | "quit"
  | "exit"
  | "relaunch"
  | "whenReady"
  | "isReady"
  | "isPackaged"
  | "enableSandbox"
  | "disableHardwareAcceleration"
  | "requestSingleInstanceLock"
  | "releaseSingleInstanceLock"
  | "getPath"
  | "setPath"
  | "setAppLogsPath"
  | "getVersion"
  | "getName"
  | "setName"
  | "getLocale"
  | "getPreferredSystemLanguages"
  | "setAppUserModelId"
  | "setAsDefaultProtocolClient"
  | "addRecentDocument"
  | "clearRecentDocuments"
  | "setJumpList"
  | "setAboutPanelOptions"
  | "showAboutPanel"
  | "focus"
>;

export type DesktopSession = Pick<
  Electron.Session,
  | "on"
  | "setPermissionRequestHandler"
  | "setPermissionCheckHandler"
  | "setDevicePermissionHandler"
  | "setDisplayMediaRequestHandler"
  | "setBluetoothPairingHandler"
  | "setUSBProtectedClassesHandler"
  | "setSpellCheckerEnabled"
> & {
  protocol: Pick<Electron.Protocol, "handle">;
  webRequest: Pick<Electron.WebRequest, "onBeforeRequest">;
};

export type DesktopContents = Pick<
  Electron.WebContents,
  | "id"
  | "on"
  | "once"
  | "send"
  | "postMessage"
  | "getURL"
  | "isDestroyed"
  | "isCrashed"
  | "reload"
  | "downloadURL"
  | "startDrag"
  | "setWindowOpenHandler"
  | "forcefullyCrashRenderer"
  | "openDevTools"
  | "toggleDevTools"
  | "undo"
  | "redo"
  | "cut"
  | "copy"
  | "paste"
  | "selectAll"
> & {
  readonly mainFrame: DesktopFrame;
};

/** A frame, as far as it says who it is. */
export type DesktopFrame = Pick<Electron.WebFrameMain, "origin" | "url" | "top" | "parent" | "frameToken" | "processId">;

export type DesktopWindow = Pick<
  Electron.BrowserWindow,
  | "id"
  | "on"
  | "once"
  | "loadURL"
  | "show"
  | "focus"
  | "hide"
  | "close"
  | "destroy"
  | "restore"
  | "maximize"
  | "minimize"
  | "isMinimized"
  | "isMaximized"
  | "isFullScreen"
  | "isVisible"
  | "isFocused"
  | "isDestroyed"
  | "setFullScreen"
  | "getBounds"
  | "getNormalBounds"
  | "setBounds"
  | "setTitle"
  | "getTitle"
  | "setProgressBar"
  | "setRepresentedFilename"
  | "setDocumentEdited"
  | "setBackgroundColor"
  | "setOverlayIcon"
  | "flashFrame"
> & {
  readonly webContents: DesktopContents;
};

/** Main's side of the host's process. */
export type DesktopChild = Pick<Electron.UtilityProcess, "pid" | "postMessage" | "kill" | "on" | "once" | "stdout" | "stderr">;

export interface DesktopIpcMain {
  on(channel: string, listener: (event: DesktopIpcEvent, ...args: unknown[]) => void): unknown;
  handle(channel: string, listener: (event: DesktopIpcInvokeEvent, ...args: unknown[]) => unknown): void;
}

/** Who sent a message. `senderFrame` is null once the frame has navigated or gone. */
export type DesktopIpcInvokeEvent = { readonly sender: Pick<Electron.WebContents, "id">; readonly senderFrame: DesktopFrame | null };
export type DesktopIpcEvent = DesktopIpcInvokeEvent & Pick<Electron.IpcMainEvent, "ports">;

/** Dialogs belong to a window, or to none. */
export interface DesktopDialog {
  showOpenDialog(window: DesktopWindow, options: Electron.OpenDialogOptions): Promise<Electron.OpenDialogReturnValue>;
  showSaveDialog(window: DesktopWindow, options: Electron.SaveDialogOptions): Promise<Electron.SaveDialogReturnValue>;
  showMessageBox(window: DesktopWindow, options: Electron.MessageBoxOptions): Promise<Electron.MessageBoxReturnValue>;
  showMessageBox(options: Electron.MessageBoxOptions): Promise<Electron.MessageBoxReturnValue>;
  showErrorBox(title: string, content: string): void;
}

export type DesktopNotification = Pick<Electron.Notification, "show" | "close" | "on">;

interface NotificationClass {
  new (options?: Electron.NotificationConstructorOptions): DesktopNotification;
  isSupported(): boolean;
}
