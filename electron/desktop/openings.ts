import type { DesktopApp } from "./electronApi.ts";
import { type DesktopCall, readCall } from "./options.ts";

/** What the user asked the program to show: by a double click, by a second call of the program, by a `shotgraph://` link. Nothing of it is checked beyond its form. */
export interface Asked {
  /** Absolute paths. */
  files: readonly string[];
  links: readonly string[];
}

/** Collects what is asked for from the first moment on, and hands it to whoever can open it once there is somebody. */
export interface Openings {
  /** Gets what was asked for so far, and everything after. One taker only. */
  take(taker: (asked: Asked) => void): void;
}

/** Call before Electron is ready: a Mac names the file that the program was started with earlier than that. `first`: of the first call; its first file is the host's to open. */
export function collectOpenings(app: Pick<DesktopApp, "on">, first: DesktopCall): Openings {
  const waiting: Asked[] = [{ files: first.files.slice(1), links: first.links }];
  let taker: ((asked: Asked) => void) | null = null;
  const ask = (asked: Asked): void => {
    if (asked.files.length === 0 && asked.links.length === 0) return;
    if (taker) taker(asked);
    else waiting.push(asked);
  };
  app.on("open-file", (event, path) => {
    event.preventDefault();
    ask({ files: [path], links: [] });
  });
  app.on("open-url", (event, url) => {
    event.preventDefault();
    ask({ files: [], links: [url] });
  });
  app.on("second-instance", (_event, argv, folder) => {
    // The first one is the program itself.
    const { files, links } = readCall(argv.slice(1), folder);
    ask({ files, links });
  });
  return {
    take(given) {
      taker = given;
      for (const asked of waiting.splice(0)) ask(asked);
    },
  };
}
