import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyDiagnostics } from "./help.ts";
import { inBackground, type Desk } from "./desk.ts";

/** Where faults of the program arrive; tests bring their own. */
export type FaultSource = Pick<NodeJS.Process, "on">;

/** Names this run of the program while it lasts: one that is still there at the start ended without a word. */
const MARK = "running";
/** A fault that comes again and again is asked about once. */
const SAME_MS = 10_000;

/** Faults that nobody caught: into the log, and told, with a way to go on. A program that ended unexpectedly says so at the next start. */
export function tellFaults(desk: Desk, source: FaultSource): void {
  const { desktop, words, pages } = desk;
  const { electron, leaving, windows, log } = desktop;
  const mark = join(electron.app.getPath("userData"), MARK);
  let asking = false;
  let last = { text: "", at: 0 };

  source.on("uncaughtException", (error: unknown) => fault("a fault", error));
  source.on("unhandledRejection", (error: unknown) => fault("a fault of something that was waited for", error));
  leaving.whileQuitting(async () => {
    rmSync(mark, { force: true });
    await Promise.resolve();
  });

  const endedBadly = existsSync(mark);
  inBackground(desk, "the mark of this run could not be written", async () => {
    writeFileSync(mark, String(process.pid));
    await Promise.resolve();
  });
  if (endedBadly) {
    log("the program ended unexpectedly the last time");
    let told = false;
    windows.onOpened((window) => {
      if (!told) pages.tell(window, { type: "trouble", message: words.crash.before });
      told = true;
    });
  }

  function fault(what: string, error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    log(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    const isSame = last.text === text && Date.now() - last.at < SAME_MS;
    last = { text, at: Date.now() };
    if (asking || isSame || !electron.app.isReady()) return;
    asking = true;
    inBackground(desk, "a fault could not be told", () => ask(text).finally(() => {
      asking = false;
    }));
  }

  async function ask(text: string): Promise<void> {
    const { crash } = words;
    const detail = crash.detail(desk.redactor.redact(text).slice(0, 600));
    const { response } = await electron.dialog.showMessageBox({ type: "error", title: crash.title, message: crash.message, detail, buttons: [crash.goOn, crash.restart, crash.copy, crash.quit], defaultId: 0, cancelId: 0, noLink: true });
    if (response === 1) electron.app.relaunch();
    if (response === 1 || response === 3) electron.app.quit();
    if (response === 2) await copyDiagnostics(desk);
  }
}
