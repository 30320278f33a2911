/** Without letters and digits that are mistaken for one another. */
const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
const LENGTH = 6;

/** A short readable id that is not taken: `prompt-k3f9ab`. A chip names it in braces, so of `stem` only letters and digits are used. */
export function freshId(stem: string, isTaken: (id: string) => boolean): string {
  const readable = stem.replaceAll(/[^A-Za-z0-9]/g, "").slice(0, 24) || "node";
  for (;;) {
    const bytes = crypto.getRandomValues(new Uint8Array(LENGTH));
    const id = `${readable}-${Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join("")}`;
    if (!isTaken(id)) return id;
  }
}
