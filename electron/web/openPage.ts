import open from "open";

export interface Desk {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  /** Whether somebody sits at a terminal. */
  isTTY: boolean;
}

/** Why no browser is opened here, in words for the terminal; null when one can be. */
export function noBrowser({ platform, env, isTTY }: Desk): string | null {
  if (env["CI"]) return "CI is set";
  if (!isTTY) return "this is no terminal";
  // Over SSH a browser would open where nobody sits.
  if (env["SSH_CONNECTION"] && platform !== "win32" && !env["DISPLAY"] && !env["WAYLAND_DISPLAY"]) return "this is a remote session";
  if (platform !== "win32" && platform !== "darwin" && !env["DISPLAY"] && !env["WAYLAND_DISPLAY"]) return "there is no display";
  return null;
}

/** Opens an address in the default browser. Returns why that did not work, or null. */
export async function openPage(url: string): Promise<string | null> {
  try {
    const child = await open(url);
    return await new Promise((done) => {
      // The launcher is not there, or says at once that it has no browser. One that still runs has done its work.
      const timer = setTimeout(() => done(null), 1_500);
      const settle = (why: string | null): void => {
        clearTimeout(timer);
        done(why);
      };
      child.once("error", (error) => settle(error.message));
      child.once("exit", (code) => settle(code === 0 || code === null ? null : `the browser's launcher ended with ${code}`));
    });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
