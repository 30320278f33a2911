import type { RunUpdate } from "../../../shared/contract/api/runs.ts";
import type { DesktopNotification } from "../electronApi.ts";
import type { Desk } from "./desk.ts";
import { isBusy, noticeOf, progressOf, told, type RunNotice } from "./runState.ts";

const LOOK_MS = 1_000;

/** While something runs: progress on dock and taskbar, and a machine that stays awake. When it ends or waits: a notification to who looks elsewhere. */
export function followRuns(desk: Desk): void {
  const { desktop, words } = desk;
  const { electron, host, windows, leaving } = desktop;
  const shown = new Set<DesktopNotification>();
  let blocker: number | null = null;
  let looking: NodeJS.Timeout | null = null;
  let failed = false;
  let last = "";

  host.follow<RunUpdate>((client, signal) => client.runs.watch(undefined, { signal }), take);
  host.onState((state) => {
    // What ran is let go of with the host; the next one tells what goes on.
    if (state === "stopped") take({ type: "snapshot", runs: [] });
  });
  windows.onOpened((window) => {
    last = "";
    window.on("focus", () => {
      failed = false;
      show();
    });
  });
  leaving.whileQuitting(async () => {
    stayAwake(false);
    if (looking) clearInterval(looking);
    await Promise.resolve();
  });

  function take(update: RunUpdate): void {
    const before = desk.runs;
    desk.runs = told(before, update);
    stayAwake(isBusy(desk.runs));
    if (update.type === "run") {
      const run = desk.runs.get(update.run.runId);
      const notice = run ? noticeOf(before.get(run.runId), run, words.run) : null;
      if (notice) notify(notice);
    }
    show();
  }

  function notify(notice: RunNotice): void {
    if (windows.all.some((window) => window.isFocused())) return;
    failed ||= notice.trouble;
    if (!electron.Notification.isSupported()) return;
    const notification = new electron.Notification({ title: notice.title, body: notice.body });
    // Without somebody who holds it, it is collected and its click is lost.
    shown.add(notification);
    notification.on("click", () => {
      shown.delete(notification);
      desk.pages.tellCurrent({ type: "showRun", runId: notice.runId });
    });
    notification.on("close", () => shown.delete(notification));
    notification.show();
  }

  function show(): void {
    const progress = progressOf(desk.runs, Date.now());
    if (progress && !looking) looking = setInterval(show, LOOK_MS);
    if (!progress && looking) {
      clearInterval(looking);
      looking = null;
    }
    // What went wrong while nobody looked stays on the taskbar until somebody does.
    const value = progress ? Math.round(progress.value * 100) / 100 : failed ? 1 : -1;
    const mode = progress?.mode ?? (failed ? "error" : "none");
    if (last === `${value} ${mode}`) return;
    last = `${value} ${mode}`;
    for (const window of windows.all) if (!window.isDestroyed()) window.setProgressBar(value, { mode });
  }

  function stayAwake(wanted: boolean): void {
    if (wanted && blocker === null) blocker = electron.powerSaveBlocker.start("prevent-app-suspension");
    else if (!wanted && blocker !== null) {
      electron.powerSaveBlocker.stop(blocker);
      blocker = null;
    }
  }
}
