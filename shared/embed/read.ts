import { LIMITS } from "../graph/document.ts";
import { findEmbedded, type Found, type Source } from "./find.ts";
import { documentOf } from "./payload.ts";

/**
 * The document that a file carries, as text for `parseGraph`; null when it carries none, or one that is damaged or too large. It is a stranger's, like every
 * document that comes in a file. In a browser and in Node alike.
 */
export async function embeddedDocument(source: Source): Promise<string | null> {
  const found = await findEmbedded(source);
  const text = found && (await textOf(found));
  return text === null ? null : documentOf(text);
}

async function textOf(found: Found): Promise<string | null> {
  if ("text" in found) return found.text;
  const reader = new Blob([found.packed]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.length;
      if (length > LIMITS.bytes) {
        await reader.cancel();
        return null;
      }
      pieces.push(next.value);
    }
  } catch (error) {
    // What cannot be unpacked says nothing.
    if (error instanceof TypeError) return null;
    throw error;
  }
  return await new Blob(pieces).text();
}
