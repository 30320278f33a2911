import { runInThisContext } from "node:vm";
import { browserOf } from "./started.ts";

/** A test's wish: run a function in the program, as Playwright's `electronApp.evaluate` does, or say where the pages are. */
export type Wish = { id: number; source: string; argument: unknown } | { id: number; endpoint: true };
export type WishAnswer = { id: number; value?: unknown; error?: string };

/** Listens to the test that started this program, over the channel that it was forked with. `electron`: what its functions are given. */
export function takeWishes(electron: object): void {
  process.on("message", (wish: Wish) => {
    grant(wish, electron).then(
      (value) => answer({ id: wish.id, value }),
      (error: unknown) => answer({ id: wish.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
}

async function grant(wish: Wish, electron: object): Promise<unknown> {
  if ("endpoint" in wish) return (await browserOf()).endpoint;
  // The test's own words, from the same checkout.
  const wanted = runInThisContext(`(${wish.source})`) as (electron: object, argument: unknown) => unknown;
  return await wanted(electron, wish.argument);
}

function answer(message: WishAnswer): void {
  process.send?.(message, undefined, undefined, () => undefined);
}
