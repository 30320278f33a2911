import { noBrowser } from "../web/openPage.ts";
import { parseOptions } from "../web/options.ts";

/** How `npm start` shows the editor. */
export type Way =
  /** In a browser; `args` are those of the web host. `why` is told first, null when it was asked for. */
  | { in: "browser"; args: readonly string[]; why: string | null }
  /** As a desktop program; `args` are its own. `otherwise`: the web host's, should it not come to be. */
  | { in: "electron"; args: readonly string[]; otherwise: readonly string[] };

export interface Surroundings {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  /** Of the user; null on Windows. */
  uid: number | null;
  /** The folder that relative paths begin in. */
  from: string;
}

const BROWSER = "--web";
/** What only a browser's host understands. */
const BROWSER_ONLY = /^--(port|no-open|help)(=|$)|^-h$/;

/** Decides where the editor is shown: as a desktop program where one can be, unless `--web` or an option of the web host says otherwise. Throws `CommanderError`, which has told. */
export function chooseWay(given: readonly string[], { platform, env, uid, from }: Surroundings): Way {
  const args = given.filter((argument) => argument !== BROWSER);
  const browser = (why: string | null): Way => ({ in: "browser", args, why });
  if (args.length < given.length) return browser(null);
  if (args.some((argument) => BROWSER_ONLY.test(argument))) return browser(null);
  const nobody = noBrowser({ platform, env, isTTY: true });
  if (nobody !== null) return browser(`no window can be opened: ${nobody}`);
  if (platform === "linux" && uid === 0) return browser("Electron does not run for root");
  const { home, service, speed, bench, file } = parseOptions(args, from);
  const own = [...(home === null ? [] : [`--home=${home}`]), ...(service ? ["--realm=service"] : []), `--speed=${speed}`, ...(bench ? ["--bench"] : []), ...(file === null ? [] : [file])];
  return { in: "electron", args: own, otherwise: args };
}
