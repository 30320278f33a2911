import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { request } from "undici";
import { z } from "zod";
import type { MediaFacts } from "../../shared/graph/media.ts";

const answerSchema = z.object({ url: z.url() });

/** Makes a file of the library reachable for the service. */
export interface Hosting {
  readonly available: boolean;
  /** Why it is not, in words that go on a sentence; empty where it is. */
  readonly why: string;
  urlFor(facts: MediaFacts, path: string): Promise<string>;
}

/** The sandbox keeps files itself, by their sha256. */
export function sandboxHosting(origin: string, apiKey: string): Hosting {
  return {
    available: true,
    why: "",
    async urlFor(facts, path) {
      const { statusCode, body } = await request(`${origin}/sandbox/files/${facts.sha256}`, {
        method: "PUT",
        headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/octet-stream", "content-length": String(facts.bytes) },
        body: Readable.from(createReadStream(path)),
      });
      const text = await body.text();
      if (statusCode >= 300) throw new Error(`The sandbox did not take the file ${facts.sha256.slice(0, 12)}…: ${statusCode} ${text.slice(0, 200)}`);
      return answerSchema.parse(JSON.parse(text)).url;
    },
  };
}

/** No way to host: local files cannot be sent. */
export const noHosting: Hosting = {
  available: false,
  why: "no hosting is set up.",
  urlFor: () => Promise.reject(new Error("no hosting is set up")),
};
