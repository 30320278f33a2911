/**
 * Chromium without Electron knows no schemes of ours. `app://shotgraph` is `http://shotgraph.app.localhost:<port>` to it, which is a secure context, an origin of its own, and answered by
 * the stand-in's server. The program under test only ever sees its own addresses.
 */
const STANDS_FOR = /^http:\/\/([\w-]+)\.(app|media)\.localhost(?::\d+)?/;

export function toChromium(text: string, port: number): string {
  return text.replaceAll(/\b(app|media):\/\/([\w-]+)/g, (_all, scheme: string, host: string) => `http://${host}.${scheme}.localhost:${port}`);
}

export function toProgram(address: string): string {
  return address.replace(STANDS_FOR, (_all, host: string, scheme: string) => `${scheme}://${host}`).replace(/^blob:(http:.*)$/, (_all, rest: string) => `blob:${toProgram(rest)}`);
}

/** The same value with every address in it as Chromium knows it. */
export function valueToChromium(value: unknown, port: number): unknown {
  if (typeof value === "string") return toChromium(value, port);
  if (Array.isArray(value)) return value.map((member) => valueToChromium(member, port));
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, valueToChromium(member, port)]));
}
