/** Values between main and a page as text: JSON, with bytes and `undefined` marked. The same functions run in the page (`codecSource`). */
export function encode(value: unknown): string {
  return JSON.stringify(value === undefined ? { $undefined: true } : value, function replace(this: unknown, name: string): unknown {
    // What a Buffer would make of itself is not wanted.
    const member = (this as Record<string, unknown>)[name];
    if (member === undefined) return { $undefined: true };
    const bytes = member instanceof ArrayBuffer ? new Uint8Array(member) : ArrayBuffer.isView(member) ? new Uint8Array(member.buffer, member.byteOffset, member.byteLength) : null;
    if (!bytes) return member;
    let text = "";
    for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
    return { [member instanceof ArrayBuffer ? "$buffer" : "$bytes"]: btoa(text) };
  });
}

export function decode(text: string): unknown {
  return JSON.parse(text, (_name, member: unknown): unknown => {
    if (typeof member !== "object" || member === null) return member;
    const names = Object.keys(member);
    if (names.length !== 1) return member;
    const { $undefined, $buffer, $bytes } = member as Record<string, string | true | undefined>;
    if ($undefined === true) return undefined;
    const base64 = $buffer ?? $bytes;
    if (typeof base64 !== "string") return member;
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return $buffer === undefined ? bytes : bytes.buffer;
  });
}

export const codecSource = `${encode.toString()}\n${decode.toString()}`;
