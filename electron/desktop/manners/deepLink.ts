import type { DeepLink } from "../../../shared/contract/api/desktop.ts";

/** What a browser hands on is longer only by mistake or malice. */
const LONGEST_LINK = 16 * 1024;
const LONGEST_NAME = 200;
const LONGEST_PROMPT = 10_000;

/**
 * Reads a `shotgraph://` link strictly: an unknown command, an unknown, repeated or overlong part, a user, port, path or fragment makes it no link at all (null). What
 * it names is only filled in; see `DeepLink`.
 *
 * - `shotgraph://new?template=text-to-video&name=Beach&prompt=A%20beach`
 * - `shotgraph://settings?page=account`
 */
export function readDeepLink(text: string): DeepLink | null {
  if (text.length > LONGEST_LINK || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== "shotgraph:" || url.username !== "" || url.password !== "" || url.port !== "" || url.hash !== "" || !["", "/"].includes(url.pathname)) return null;
  const names = [...url.searchParams.keys()];
  if (new Set(names).size !== names.length) return null;
  const only = (...allowed: string[]): boolean => names.every((name) => allowed.includes(name));
  const value = (name: string): string | null => url.searchParams.get(name);
  // Browsers keep the case of what they do not know.
  switch (url.hostname.toLowerCase()) {
    case "new": {
      const [template, name, prompt] = [value("template"), value("name"), value("prompt")];
      if (!only("template", "name", "prompt")) return null;
      if (template !== null && !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(template)) return null;
      if (template !== null && template.length > 100) return null;
      if (!isLine(name) || !isText(prompt)) return null;
      return { do: "new", template, name: name?.trim() || null, prompt: prompt?.trim() || null };
    }
    case "settings": {
      const page = value("page") ?? "general";
      return only("page") && (page === "general" || page === "account") ? { do: "settings", page } : null;
    }
    default:
      return null;
  }
}

/** Control characters have no business in a name, and what turns the direction of writing can make it read as something else. */
function isLine(text: string | null): boolean {
  return text === null || (text.length <= LONGEST_NAME && !/[\p{Cc}\u2028\u2029]/u.test(text) && isReadable(text));
}

function isText(text: string | null): boolean {
  return text === null || (text.length <= LONGEST_PROMPT && !/[^\P{Cc}\n\r\t]/u.test(text) && isReadable(text));
}

function isReadable(text: string): boolean {
  return text.isWellFormed() && !/[\u202A-\u202E\u2066-\u2069\u200E\u200F]/.test(text);
}
