import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

const BYTES = 32;
/** Tokens that were never spent; the oldest gives way, so that asking for new ones cannot fill the memory. */
const MOST_UNSPENT = 16;
const MOST_SESSIONS = 256;

/**
 * One-time tokens, handed over in an address's fragment, and the session tokens they are exchanged for. Only digests are kept, and they are compared in
 * constant time.
 */
export class Tokens {
  #unspent: Buffer[] = [];
  #sessions: Buffer[] = [];

  /** A new one-time token: 32 random bytes as base64url. */
  mint(): string {
    const token = randomToken();
    this.#unspent = [...this.#unspent, digest(token)].slice(-MOST_UNSPENT);
    return token;
  }

  /** Spends a one-time token; null when it was none, or is spent already. */
  exchange(token: string): string | null {
    const spent = find(this.#unspent, token);
    if (!spent) return null;
    this.#unspent = this.#unspent.filter((one) => one !== spent);
    const session = randomToken();
    this.#sessions = [...this.#sessions, digest(session)].slice(-MOST_SESSIONS);
    return session;
  }

  isSession(token: string): boolean {
    return find(this.#sessions, token) !== undefined;
  }
}

function randomToken(): string {
  return randomBytes(BYTES).toString("base64url");
}

function digest(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** Looks at all of them: the time says nothing about which one it was, or how much of it was right. */
function find(digests: readonly Buffer[], token: string): Buffer | undefined {
  const wanted = digest(token);
  let found: Buffer | undefined;
  for (const one of digests) if (timingSafeEqual(one, wanted)) found = one;
  return found;
}
