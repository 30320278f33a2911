import type { DesktopWindow } from "./electronApi.ts";

/** Resolves false to stay. */
type WindowGuard = (window: DesktopWindow) => Promise<boolean>;
type QuitGuard = () => Promise<boolean>;

/** Who is asked before a window closes or the program quits, one after the other; the first that says no wins. */
export interface Leaving {
  beforeClose(guard: WindowGuard): void;
  beforeQuit(guard: QuitGuard): void;
  /** Called when everybody agreed to quit and the host is to be closed; awaited, at most some seconds. */
  whileQuitting(act: () => Promise<void>): void;
  mayClose(window: DesktopWindow): Promise<boolean>;
  mayQuit(): Promise<boolean>;
  quit(): Promise<void>;
}

/** No act of another may hold the program up for longer. */
const LONGEST_ACT_MS = 5_000;

export function createLeaving(log: (line: string) => void): Leaving {
  const windowGuards: WindowGuard[] = [];
  const quitGuards: QuitGuard[] = [];
  const acts: (() => Promise<void>)[] = [];

  /** A guard that fails has no reason to keep anybody here: nothing is lost by leaving, as the host keeps what is unsaved. */
  async function agreed(guard: () => Promise<boolean>): Promise<boolean> {
    try {
      return await guard();
    } catch (error) {
      log(`a question before leaving failed: ${String(error)}`);
      return true;
    }
  }

  return {
    beforeClose: (guard) => void windowGuards.push(guard),
    beforeQuit: (guard) => void quitGuards.push(guard),
    whileQuitting: (act) => void acts.push(act),
    async mayClose(window) {
      for (const guard of windowGuards) if (!(await agreed(() => guard(window)))) return false;
      return true;
    },
    async mayQuit() {
      for (const guard of quitGuards) if (!(await agreed(guard))) return false;
      return true;
    },
    async quit() {
      const late = new Promise<void>((done) => setTimeout(done, LONGEST_ACT_MS).unref());
      const done = Promise.all(acts.map((act) => act().catch((error: unknown) => log(`while quitting: ${String(error)}`))));
      await Promise.race([done, late]);
    },
  };
}
