/** What the command line ends with; others rely on these. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  credits: 3,
  unauthorised: 4,
  unknownSpend: 5,
  held: 6,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command with a message and an exit code; with `--json` both become the one object on stdout. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly exitCode: ExitCode;
  readonly code: string;
  /** More keys for the `--json` object. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(exitCode: ExitCode, code: string, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.exitCode = exitCode;
    this.code = code;
    this.details = details;
  }
}
