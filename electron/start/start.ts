import type { Way } from "./way.ts";

export interface StartParts {
  /** One line for the terminal. */
  tell: (line: string) => void;
  installed: () => Promise<string | null>;
  /** Null, or why it could not be had. */
  fetch: () => Promise<string | null>;
  build: () => Promise<void>;
  /** Runs the desktop program to its end. */
  run: (program: string, args: readonly string[]) => Promise<Ending>;
  /** Serves the editor to a browser, with these arguments of the web host. */
  browser: (args: readonly string[]) => Promise<void>;
}

export interface Ending {
  code: number;
  /** Milliseconds. */
  lived: number;
  /** By Ctrl-C or the like: no failure of its own. */
  interrupted: boolean;
}

/** A program that fails this early never showed a window. */
const STILLBORN_MS = 10_000;

/** Shows the editor in the chosen way; where the desktop program cannot be had or does not start, in a browser. Returns the exit code, or null while a browser is served. */
export async function start(way: Way, { tell, installed, fetch, build, run, browser }: StartParts): Promise<number | null> {
  if (way.in === "browser") {
    if (way.why !== null) tell(`In a browser (${way.why}).`);
    await browser(way.args);
    return null;
  }
  const instead = async (why: string): Promise<null> => {
    tell(`In a browser instead: ${why}.`);
    await browser(way.otherwise);
    return null;
  };
  if ((await installed()) === null) {
    tell("Fetching Electron (about 120 MB, once; npm start -- --web does without)…");
    const why = await fetch();
    if (why !== null) return await instead(`Electron could not be fetched (${why})`);
  }
  const program = await installed();
  if (program === null) return await instead("Electron was fetched, but its program is not there");
  await build();
  tell("In a window of its own (npm start -- --web: in a browser).");
  const { code, lived, interrupted } = await run(program, way.args);
  if (code !== 0 && !interrupted && lived < STILLBORN_MS) return await instead(`Electron ended at once with ${code}`);
  return code;
}
