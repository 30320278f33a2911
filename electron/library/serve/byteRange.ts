/** Positions of the first and the last byte, both included. */
export interface ByteRange {
  start: number;
  end: number;
}

const RANGE = /^bytes=\s*(?<first>\d*)-(?<last>\d*)\s*$/i;

/**
 * What a `Range` header asks of a file of `size` bytes. Anything but one well-formed range of bytes is the whole file, as RFC 9110 allows.
 */
export function byteRange(header: string | null, size: number): ByteRange | "whole" | "unsatisfiable" {
  const { first = "", last = "" } = RANGE.exec(header ?? "")?.groups ?? {};
  if (first === "" && last === "") return "whole";
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "unsatisfiable" : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  if (last !== "" && Number(last) < start) return "whole";
  if (start >= size) return "unsatisfiable";
  return { start, end: last === "" ? size - 1 : Math.min(Number(last), size - 1) };
}
