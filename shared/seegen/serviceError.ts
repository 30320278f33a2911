import { cut, looksLikeHtml, oneLine, textOfHtml } from "./plainText.ts";

/** What went wrong with a call, in words for a person and with what a program needs. */
export interface ServiceError {
  /** HTTP status; null when there was no answer. */
  status: number | null;
  /** The service's own code, or ours in lower case (`insufficient_credits`, `timeout`, …) where it sent none. */
  code: string;
  message: string;
  /** 402: credits that were needed and that there are. */
  required?: number;
  available?: number;
  /** 429: the concurrency limit and how much of it is in use. */
  limit?: number;
  current?: number;
  /** The body as it came, cut at 8 KB. */
  rawBody: string;
}

const LONGEST_RAW_BODY = 8192;
const LONGEST_MESSAGE = 500;

/** Code and message for an error body that says nothing itself (API document, "Error Codes"). */
const BY_STATUS: ReadonlyMap<number, readonly [code: string, message: string]> = new Map([
  [400, ["invalid_parameters", "The service refused the parameters and does not say which."]],
  [401, ["unauthorised", "The API key is missing or not valid. Check it in the settings."]],
  [402, ["insufficient_credits", "There are not enough credits for this."]],
  [403, ["access_denied", "This API key has no access: an account sees only its own tasks."]],
  [404, ["not_found", "The service does not know this task or address."]],
  [409, ["conflict", "The service says that this conflicts with something it already has."]],
  [413, ["too_large", "The request is too large for the service."]],
  [429, ["concurrency_limit", "The service has as many tasks of this account as it takes at a time."]],
]);

/** The code and message we give an HTTP status when the service gives none. */
function defaultsOf(status: number): readonly [code: string, message: string] {
  const known = BY_STATUS.get(status);
  if (known) return known;
  if (status >= 500) return ["service_error", `The service has a problem of its own (HTTP ${status}).`];
  return [`http_${status}`, `The service answered HTTP ${status}.`];
}

type Fields = Record<string, unknown>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textIn(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

function looksLikeCode(text: string): boolean {
  return /^[\w.:-]{1,64}$/.test(text);
}

/** A code of the body: a word, or a number that says more than the status does. */
function codeIn(value: unknown, status: number): string | null {
  if (typeof value === "number") return value === status ? null : String(value);
  const text = textIn(value)?.trim() ?? null;
  return text !== null && looksLikeCode(text) && text !== String(status) ? text : null;
}

/** `errors[]` and `detail[]`: texts, or objects that name a field. */
function listIn(value: unknown): string | null {
  if (!Array.isArray(value)) return null;
  const texts = value.slice(0, 10).flatMap((part: unknown) => {
    if (!isFields(part)) return textIn(part) ?? [];
    const message = textIn(part["message"]) ?? textIn(part["msg"]);
    const field = textIn(part["field"]) ?? textIn(part["path"]) ?? textIn(part["param"]);
    return message === null ? [] : field === null || message.includes(field) ? message : `${field}: ${message}`;
  });
  return texts.length === 0 ? null : texts.join("; ");
}

function messageIn(fields: Fields): string | null {
  const message = textIn(fields["message"]) ?? textIn(fields["msg"]) ?? textIn(fields["detail"]);
  const list = listIn(fields["errors"]) ?? listIn(fields["detail"]);
  if (message === null || list === null) return message ?? list;
  return list.includes(message) ? list : `${message}: ${list}`;
}

/**
 * Code and message of `{error:{code,message}}`, `{error,message}`, `{message,errors[]}`, `{code,message}` or a text (note 27),
 * null where they are not said. Also the `error` of a failed task.
 */
export function wordsOfError(value: unknown, status: number): { code: string | null; message: string | null } {
  if (!isFields(value)) return { code: null, message: textIn(value) };
  const { error } = value;
  const own = { code: codeIn(value["code"], status), message: messageIn(value) };
  if (isFields(error)) {
    const inner = wordsOfError({ ...error, error: undefined }, status);
    return { code: inner.code ?? own.code, message: inner.message ?? own.message };
  }
  const word = textIn(error);
  if (word === null) return own;
  const isCode = looksLikeCode(word.trim());
  return { code: own.code ?? (isCode ? word.trim() : null), message: own.message ?? (isCode ? null : word) };
}

const FIGURES = ["required", "available", "limit", "current"] as const;

/** The figures of 402 and 429, at the top of the body or inside its `error`. */
function figuresIn(value: unknown): Partial<Record<(typeof FIGURES)[number], number>> {
  if (!isFields(value)) return {};
  const inner = isFields(value["error"]) ? value["error"] : {};
  const found = FIGURES.flatMap((name) => {
    const figure = value[name] ?? inner[name];
    const number = typeof figure === "string" && /^\d+(\.\d+)?$/.test(figure) ? Number(figure) : figure;
    return typeof number === "number" && Number.isFinite(number) ? [[name, number] as const] : [];
  });
  return Object.fromEntries(found);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Reads whatever a service, a gateway or a proxy answers beside a 2xx. Never throws.
 * @param contentType the header, null when there is none
 */
export function parseErrorBody(status: number, contentType: string | null, bodyText: string): ServiceError {
  const [defaultCode, defaultMessage] = defaultsOf(status);
  const rawBody = cut(bodyText, LONGEST_RAW_BODY);
  const value = parsed(bodyText);
  if (value === undefined) {
    const text = oneLine(looksLikeHtml(contentType, bodyText) ? textOfHtml(bodyText) : bodyText, LONGEST_MESSAGE / 2);
    return { status, code: defaultCode, message: text === "" ? defaultMessage : `${defaultMessage} It says: ${text}`, rawBody };
  }
  const { code, message } = wordsOfError(value, status);
  const said = oneLine(message ?? "", LONGEST_MESSAGE);
  const only = code === null ? defaultMessage : `${defaultMessage} (${code})`;
  return { status, code: code ?? defaultCode, message: said === "" ? only : said, ...figuresIn(value), rawBody };
}

/** An error of ours about a call: no answer, or one that cannot be used. */
export function callError(code: string, message: string, status: number | null = null, body = ""): ServiceError {
  return { status, code, message: oneLine(message, LONGEST_MESSAGE), rawBody: cut(body, LONGEST_RAW_BODY) };
}
