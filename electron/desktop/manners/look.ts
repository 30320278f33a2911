import type { Desk } from "./desk.ts";

const DARK = "#0f1114";
const LIGHT = "#eef0f3";

/** Theme, name and kind of the program as the system knows them. */
export function lookLikeOne({ desktop, words }: Desk): void {
  const { electron, host, windows, options } = desktop;
  const { app, nativeTheme } = electron;
  app.setAboutPanelOptions({ applicationName: "Shotgraph", applicationVersion: options.version, copyright: words.about.licence, credits: words.about.text });
  if (options.platform === "win32") app.setAppUserModelId("app.shotgraph.Shotgraph");
  // A checkout is not what links of this system should open; a package says so in its manifest, too.
  if (app.isPackaged) app.setAsDefaultProtocolClient("shotgraph");
  const paint = (): void => {
    for (const window of windows.all) if (!window.isDestroyed()) window.setBackgroundColor(nativeTheme.shouldUseDarkColors ? DARK : LIGHT);
  };
  // Menus, dialogs and scroll bars of the system follow what the user has chosen; "system" follows the system.
  host.follow((client, signal) => client.settings.watch(undefined, { signal }), ({ theme }) => {
    nativeTheme.themeSource = theme;
    paint();
  });
  nativeTheme.on("updated", paint);
  windows.onOpened(paint);
}
