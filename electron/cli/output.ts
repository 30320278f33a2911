import { isatty } from "node:tty";
import { styleText } from "node:util";

/** What the command's caller can see. */
export interface Terminal {
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  /** Somebody is there to read a live table and to be asked. */
  interactive: boolean;
}

export const terminal: Terminal = {
  stdout: process.stdout,
  stderr: process.stderr,
  interactive: isatty(1) && isatty(0),
};

let isUnheard = false;
const unheard = new Set<() => void>();

/** Calls `listener` when stdout has no reader any more, or has none already. @returns how to stop listening */
export function whenUnheard(listener: () => void): () => void {
  if (isUnheard) listener();
  unheard.add(listener);
  return () => unheard.delete(listener);
}

/** A reader that has left (`| head`), or a file on a disk that is full, must not kill a process in the middle of what it pays for. */
export function surviveUnheard(): void {
  terminal.stderr.on("error", () => undefined);
  terminal.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (isUnheard) return;
    isUnheard = true;
    if (error.code !== "EPIPE") tell(`The output cannot be written: ${error.message}`);
    for (const listener of unheard) listener();
  });
}

type Style = Parameters<typeof styleText>[0];

/** Coloured where the stream shows colours; `NO_COLOR` and pipes get plain text. */
export function styled(style: Style, text: string, stream: NodeJS.WriteStream = terminal.stdout): string {
  return styleText(style, text, { stream, validateStream: true });
}

export function print(text: string): void {
  terminal.stdout.write(`${harmless(text)}\n`);
}

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /\u001B\[[\d;]*m|[^\P{Cc}\n\t]/gu;

/**
 * Titles, ids and messages come from files and services that nobody has vetted: of control characters only our own colours, line breaks
 * and tabs reach a terminal, so that nothing can move its cursor, retitle it or fill its clipboard.
 */
export function harmless(text: string): string {
  return text.replaceAll(CONTROL, (found) => (found.length > 1 ? found : ""));
}

/** Words of a graph or a service as one line: nothing that breaks a line, colours, hides or reverses what stands beside it. */
export function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}\s]+/gu, " ");
}

/** JSON leaves the upper control characters as they are; a terminal would obey them. */
export function printJson(value: unknown): void {
  const text = JSON.stringify(value, null, 2).replaceAll(/[\u007F-\u009F]/g, (found) => `\\u00${found.charCodeAt(0).toString(16)}`);
  terminal.stdout.write(`${text}\n`);
}

/** For people, beside the result: with `--json` nothing else may reach stdout. */
export function tell(text: string): void {
  terminal.stderr.write(`${harmless(text)}\n`);
}
