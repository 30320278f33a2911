/** Extra top-level keys of an error body: `required` and `available` (402), `limit` and `current` (429). */
export type RefusalExtra = Readonly<Record<string, number | string>>;

interface RefusalDetails {
  readonly field?: string;
  readonly extra?: RefusalExtra;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer other than 200, thrown from anywhere below the router. Nothing was created and nothing is held when it is thrown. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;
  readonly extra: RefusalExtra;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, details: RefusalDetails = {}) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.code = code;
    this.field = details.field;
    this.extra = details.extra ?? {};
    this.headers = details.headers ?? {};
  }

  /** The JSON body: `{ error: { code, message, field? }, ...extra }`. */
  body(): Record<string, unknown> {
    const error = { code: this.code, message: this.message, ...(this.field === undefined ? {} : { field: this.field }) };
    return { error, ...this.extra };
  }
}

/** A 400 that names the field at fault, in the field and in the message. */
export function invalid(field: string, message: string): Refusal {
  return new Refusal(400, "INVALID_PARAMETERS", `${field}: ${message}`, { field });
}
