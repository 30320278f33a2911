import { buildConnector, Client } from "undici";
import { type Attempt, readAnswer } from "./answer.ts";
import type { Timeouts } from "./endpoints.ts";
import { networkError } from "./networkError.ts";

export interface PostJob {
  url: string;
  headers: Record<string, string>;
  body: string;
  timeouts: Timeouts;
}

/**
 * One POST on a connection of its own, made for it and closed after it: a kept-alive socket that the server has just given up
 * would make the fate of a paid request unknown. And without a connection nothing can have left this machine.
 */
export async function postOnce({ url, headers, body, timeouts }: PostJob): Promise<Attempt> {
  const { host, origin, pathname } = new URL(url);
  let isConnected = false;
  const connector = buildConnector({ timeout: timeouts.connectMs, allowH2: false });
  const client = new Client(origin, {
    pipelining: 0,
    connect(options, callback) {
      connector(options, (...result) => {
        const [, socket] = result;
        // From here on bytes may leave at any time, and who counts them may count wrong.
        if (socket) isConnected = true;
        callback(...result);
      });
    },
  });
  try {
    const response = await client.request({
      method: "POST",
      path: pathname,
      headers,
      body,
      reset: true,
      headersTimeout: timeouts.headersMs,
      bodyTimeout: timeouts.bodyMs,
      // A body that comes byte by byte never stalls; this ends it. It cannot fire before a slow connection has had its time.
      signal: AbortSignal.timeout(timeouts.connectMs + timeouts.headersMs + timeouts.bodyMs),
    });
    const answer = await readAnswer(response, (error) => networkError(error, `The answer of ${host} broke off`));
    return { kind: "answered", answer };
  } catch (error) {
    if (isConnected) return { kind: "lost", error: networkError(error, `The answer of ${host} was lost`) };
    return { kind: "notSent", error: networkError(error, `${host} cannot be reached and nothing was sent`) };
  } finally {
    await client.destroy();
  }
}
