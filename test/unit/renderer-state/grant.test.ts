import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { HostConnection } from "../../../renderer/state/connection.ts";
import { keepGrant } from "../../../renderer/state/grant.ts";
import type { MediaGrant } from "../../../shared/contract/api/host.ts";

const MINUTE = 60_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A connection that is online; `change` tells its listeners that it was not for a moment. */
function connectionOf(mediaGrant: () => Promise<MediaGrant>) {
  const listeners = new Set<() => void>();
  const connection = {
    whenOnline: async () => ({ system: { mediaGrant } }),
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as HostConnection;
  return { connection, listeners, change: () => [...listeners].forEach((listener) => listener()) };
}

test("pictures come back though the connection dropped just when leave for them was renewed", async () => {
  let asked = 1;
  const mediaGrant = vi.fn<() => Promise<MediaGrant>>(async () => ({ base: `/media/${(asked += 1)}/`, expiresAt: Date.now() + 60 * MINUTE }));
  mediaGrant.mockRejectedValueOnce(new Error("the connection dropped"));
  const { connection, listeners, change } = connectionOf(mediaGrant);
  const taken: string[] = [];
  void keepGrant(connection, ({ base }) => taken.push(base));
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(taken).toEqual(["/media/2/"]);
  await vi.advanceTimersByTimeAsync(50 * MINUTE);
  expect(taken).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(6 * MINUTE);
  expect(taken).toHaveLength(2);
  change();
  await vi.advanceTimersByTimeAsync(0);
  expect(taken).toHaveLength(3);
  expect(listeners.size).toBe(1);
});
