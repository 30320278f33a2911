import { join } from "node:path";
import { z } from "zod";
import { chooseOpenInput, chooseSaveInput, confirmInput, dragInput, leaveInput, menuInput, placeInput, windowInput, type DesktopFacts, type Done, type WindowState } from "../../../shared/contract/api/desktop.ts";
import type { DesktopWindow } from "../electronApi.ts";
import { platformOf } from "./appMenu.ts";
import { WINDOW } from "./channels.ts";
import { askAboutUnsaved } from "./closing.ts";
import type { Desk } from "./desk.ts";
import { copyDiagnostics, openLogs } from "./help.ts";
import { readRecents } from "./recents.ts";

const DONE: Done = { ok: true, message: null };
const GRAPHS = ["shotgraph"];

/** What the page may ask of its window; see `WindowBridge`. No file is shown or dragged that the host does not know. */
export function answerPages(desk: Desk, refreshMenu: () => void, icon: string): void {
  const { desktop, pages, words } = desk;
  const { electron, host, ipc, options } = desktop;
  const nothing = z.undefined();

  ipc.handle(WINDOW.hello, nothing, (_nothing, window): DesktopFacts => {
    // The answer must be there before the first event is.
    setImmediate(() => pages.hello(window));
    return { platform: platformOf(options.platform), languages: electron.app.getPreferredSystemLanguages() };
  });
  ipc.on(WINDOW.menu, menuInput, (model, window) => pages.setMenu(window, model));
  ipc.on(WINDOW.show, windowInput, showState);
  ipc.on(WINDOW.leave, leaveInput, (answer, window) => pages.answered(window, answer));
  ipc.handle(WINDOW.confirm, confirmInput, ({ names }, window) => askAboutUnsaved(desk, window, names));

  ipc.handle(WINDOW.chooseOpen, chooseOpenInput, async ({ folder }, window) => {
    const { canceled, filePaths } = await electron.dialog.showOpenDialog(window, { title: words.open.title, properties: ["openFile"], filters: [{ name: words.open.kind, extensions: GRAPHS }], ...(folder === null ? {} : { defaultPath: folder }) });
    return { path: canceled ? null : (filePaths[0] ?? null) };
  });
  ipc.handle(WINDOW.chooseSave, chooseSaveInput, async ({ name, folder }, window) => {
    const { canceled, filePath } = await electron.dialog.showSaveDialog(window, { title: words.open.save, defaultPath: join(folder ?? electron.app.getPath("documents"), `${name}.shotgraph`), filters: [{ name: words.open.kind, extensions: GRAPHS }], properties: ["createDirectory", "showOverwriteConfirmation"] });
    return { path: canceled || filePath === "" ? null : filePath };
  });
  ipc.handle(WINDOW.chooseFolder, nothing, async (_nothing, window) => {
    const { canceled, filePaths } = await electron.dialog.showOpenDialog(window, { properties: ["openDirectory", "createDirectory"] });
    return { path: canceled ? null : (filePaths[0] ?? null) };
  });

  ipc.handle(WINDOW.reveal, placeInput, async (asked): Promise<Done> => {
    const { path, message } = await host.client.desktop.placeOf(asked);
    if (path === null) return { ok: false, message };
    electron.shell.showItemInFolder(path);
    return DONE;
  });
  ipc.handle(WINDOW.drag, dragInput, async (asked, window): Promise<Done> => {
    const copy = await host.client.desktop.copyForDrag(asked);
    if (copy.path === null || window.isDestroyed()) return { ok: false, message: copy.message };
    const picture = copy.icon === null ? null : electron.nativeImage.createFromPath(copy.icon);
    // macOS drags nothing without a picture.
    window.webContents.startDrag({ file: copy.path, icon: picture && !picture.isEmpty() ? picture : icon });
    return DONE;
  });
  ipc.handle(WINDOW.openLogs, nothing, () => openLogs(desk));
  ipc.handle(WINDOW.copyDiagnostics, nothing, () => copyDiagnostics(desk));

  async function showState(state: WindowState, window: DesktopWindow): Promise<void> {
    const before = pages.shownIn(window);
    pages.setShown(window, state);
    window.setTitle(state.title);
    window.setDocumentEdited(state.edited);
    // Saved under another name, or another graph: its file is the host's to tell.
    if (before?.session === state.session && before?.title === state.title && before.edited === state.edited) return;
    const path = state.session === null ? null : (await host.client.desktop.placeOf({ session: state.session })).path;
    if (pages.shownIn(window) !== state || window.isDestroyed()) return;
    window.setRepresentedFilename(path ?? "");
    if (path !== null && path !== desk.recents[0]?.path) {
      await readRecents(desk);
      refreshMenu();
    }
  }
}
