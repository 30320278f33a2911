import { type Browser, startBrowser } from "./browser.ts";
import { answerOfSessions } from "./session.ts";

let starting: Promise<Browser> | null = null;

/** The program's Chromium, started with the first window. */
export function browserOf(): Promise<Browser> {
  return (starting ??= startBrowser(answerOfSessions));
}

export async function endBrowser(): Promise<void> {
  if (starting) await (await starting).close();
}
