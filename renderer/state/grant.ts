import type { MediaGrant } from "../../shared/contract/api/host.ts";
import type { HostConnection } from "./connection.ts";

/** Renewed this long before its end. */
const RENEW_MS = 5 * 60_000;
const TRY_AGAIN_MS = 10_000;

/** Keeps leave to ask for media: until its end comes near, and anew with every connection, as another host knows nothing of it. Rejects when the host refuses this page. */
export async function keepGrant(connection: HostConnection, take: (grant: MediaGrant) => void): Promise<never> {
  for (;;) {
    const client = await connection.whenOnline();
    // A connection that drops meanwhile is no end of it: the pictures come back with it.
    const grant = await client.system.mediaGrant().catch(() => null);
    if (grant) take(grant);
    await changeOf(connection, grant ? Math.max(TRY_AGAIN_MS, grant.expiresAt - Date.now() - RENEW_MS) : TRY_AGAIN_MS);
  }
}

/** Resolves when the connection drops or comes back, after `most` milliseconds otherwise. */
function changeOf(connection: HostConnection, most: number): Promise<void> {
  return new Promise((done) => {
    const end = (): void => {
      clearTimeout(timer);
      stop();
      done();
    };
    const timer = setTimeout(end, most);
    const stop = connection.subscribe(end);
  });
}
