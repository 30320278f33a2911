import { createInterface } from "node:readline";
import { builtPage } from "./buildPage.ts";
import { noBrowser, openPage } from "./openPage.ts";
import type { WebOptions } from "./options.ts";
import type { ServedHost } from "./parts.ts";
import { startWebHost, type WebHost } from "./server.ts";

export interface ProgramParts {
  /** The project's folder: where `dist/renderer` is, or is built. */
  root: string;
  options: WebOptions;
  openHost: (options: WebOptions) => Promise<ServedHost & { close(): Promise<void> }>;
  /** One line for the terminal. */
  tell: (line: string) => void;
}

/** The editor, served until it is told to end: builds the page when needed, opens host and browser. Returns how to end it. */
export async function runWebHost({ root, options, openHost, tell }: ProgramParts): Promise<() => Promise<void>> {
  const assets = await builtPage(root, tell);
  const host = await openHost(options);
  let web: WebHost;
  try {
    web = await startWebHost({ host, assets, port: options.port, trouble: (error) => tell(error instanceof Error ? (error.stack ?? error.message) : String(error)) });
  } catch (error) {
    await host.close();
    throw portError(error, options.port);
  }
  await show(web.url, options, tell);
  const keys = listenForEnter(() => void show(web.mintUrl(), options, tell));
  return async () => {
    keys?.close();
    await web.close();
    await host.close();
  };
}

async function show(url: string, { open }: WebOptions, tell: (line: string) => void): Promise<void> {
  tell(`\n  Shotgraph  ${url}\n`);
  const why = open ? (noBrowser({ platform: process.platform, env: process.env, isTTY: process.stdout.isTTY }) ?? (await openPage(url))) : "--no-open";
  tell(why === null ? "Your browser opens it. Should nothing appear, open the address yourself: it works once, on this machine." : `No browser was opened (${why}): open the address yourself. It works once, on this machine.`);
  tell(process.stdin.isTTY ? "Enter gives a new address, Ctrl-C ends." : "Ctrl-C ends.");
}

/** A tab that was closed cannot come back by itself: its address is spent. */
function listenForEnter(onEnter: () => void): { close(): void } | null {
  if (!process.stdin.isTTY) return null;
  const lines = createInterface({ input: process.stdin });
  lines.on("line", onEnter);
  return lines;
}

function portError(error: unknown, port: number): unknown {
  switch (error instanceof Error && "code" in error ? error.code : undefined) {
    case "EADDRINUSE":
      return new Error(`Port ${port} is taken by another program. Leave --port out to get a free one.`, { cause: error });
    case "EACCES":
      return new Error(`Port ${port} may not be used by this user. Leave --port out to get a free one.`, { cause: error });
    default:
      return error;
  }
}
