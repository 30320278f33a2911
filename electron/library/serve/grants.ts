import { createHmac, timingSafeEqual } from "node:crypto";
import type { MediaGrant } from "../../../shared/contract/api/host.ts";

const GRANT = /^(?<expiry>[0-9a-z]{1,11})\.(?<signature>[A-Za-z0-9_-]{43})$/;
const MINUTE_MS = 60_000;

/**
 * Leave to ask for media for a while. Its end is aligned to `minutes`, so that URLs stay the same, and cacheable, for that long; a new one is
 * valid for one to two times `minutes`. `secret`: 32 random bytes of this process. `now`: epoch milliseconds.
 */
export function createGrant(secret: Uint8Array, now: number, minutes = 30): MediaGrant {
  const stride = minutes * MINUTE_MS;
  const expiresAt = (Math.floor(now / stride) + 2) * stride;
  const expiry = expiresAt.toString(36);
  return { base: `/media/${expiry}.${sign(secret, expiry)}/`, expiresAt };
}

/** When the grant ends (epoch milliseconds); null for one that is forged or over. */
export function grantEnd(secret: Uint8Array, grant: string, now: number): number | null {
  const { expiry, signature } = GRANT.exec(grant)?.groups ?? {};
  if (expiry === undefined || signature === undefined) return null;
  if (!timingSafeEqual(Buffer.from(signature), Buffer.from(sign(secret, expiry)))) return null;
  const end = Number.parseInt(expiry, 36);
  return end > now ? end : null;
}

function sign(secret: Uint8Array, expiry: string): string {
  return createHmac("sha256", secret).update(`media until ${expiry}`).digest("base64url");
}
