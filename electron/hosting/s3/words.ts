/** A request to a bucket that did not do what it should. The message says what to change; it holds no secret and no signature. */
export class BucketError extends Error {
  override readonly name = "BucketError";
  /** The code of the S3 API, or `network`, `timeout`, `unknown`. */
  readonly code: string;
  readonly status: number | null;
  constructor(code: string, status: number | null, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** What an answer of the S3 API says: `<Error><Code>…`, or headers where there is no body. */
export interface Complaint {
  status: number;
  code: string;
  message: string;
  /** Where the bucket really is, if that is told. */
  region: string | null;
  /** The server's clock, epoch ms. */
  serverTime: number | null;
}

export function complaintOf(status: number, header: (name: string) => string | null, text: string): Complaint {
  const tag = (name: string) => new RegExp(`<${name}>([^<]{1,500})</${name}>`).exec(text)?.[1]?.trim() ?? null;
  const date = Date.parse(header("date") ?? "");
  return {
    status,
    code: tag("Code") ?? header("x-amz-error-code") ?? String(status),
    message: tag("Message") ?? header("x-amz-error-message") ?? "",
    region: tag("Region") ?? header("x-amz-bucket-region"),
    serverTime: Number.isNaN(date) ? null : date,
  };
}

/** A link without its query and fragment: what comes after ? lets anyone fetch the file. */
export function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, "");
}

interface Told {
  host: string;
  bucket: string;
  region: string;
  /** What was tried, as the beginning of a sentence. */
  what: string;
  now: number;
}

/** In words that say what to change. */
export function explain({ status, code, message, region, serverTime }: Complaint, { host, bucket, region: given, what, now }: Told): string {
  const said = message === "" ? code : `${code}: ${message.replace(/\.+$/, "")}`;
  switch (code) {
    case "InvalidAccessKeyId":
      return `${what} did not work: ${host} does not know the access key id. Copy it again; with R2 it is the one of an R2 API token.`;
    case "SignatureDoesNotMatch":
      return `${what} did not work: the secret does not belong to the access key id (${host} computes another signature). Enter the secret again.`;
    case "NoSuchBucket":
      return `${what} did not work: there is no bucket "${bucket}" at ${host}. Check its name, and that the endpoint is the one of its account.`;
    case "RequestTimeTooSkewed":
      return `${what} did not work: the clock of this machine differs from that of ${host} ${skew(serverTime, now)}. Set the clock; signatures are only good for minutes.`;
    case "PermanentRedirect":
    case "TemporaryRedirect":
    case "AuthorizationHeaderMalformed":
    case "IllegalLocationConstraintException":
    case "301":
    case "307":
      if (region !== null && region !== given) return `${what} did not work: the bucket "${bucket}" is in the region ${region}, and the settings say ${given}. Set the region to ${region} and the endpoint to the one of that region.`;
      return `${what} did not work: ${host} sends elsewhere for the bucket "${bucket}" (${said}). Set the endpoint and the region that the provider names for it${code.startsWith("3") || code.endsWith("Redirect") ? ", or try path style" : ""}.`;
    case "AccessDenied":
    case "403":
      return `${what} did not work: the key may not do this in the bucket "${bucket}" (${said}). It needs to read, write and delete objects there (s3:GetObject, s3:PutObject, s3:DeleteObject, s3:AbortMultipartUpload; with R2 "Object Read & Write").`;
    case "404":
      return `${what} did not work: ${host} has nothing there (404). Check endpoint, bucket and path style.`;
    case "EntityTooLarge":
      return `${what} did not work: the file is larger than ${host} takes.`;
    case "QuotaExceeded":
    case "XMinioStorageFull":
    case "507":
      return `${what} did not work: the bucket is full (${said}).`;
    default:
      return `${what} did not work: ${host} answers ${status}${said === String(status) ? "" : ` (${said})`}.`;
  }
}

function skew(serverTime: number | null, now: number): string {
  if (serverTime === null) return "by more than a quarter of an hour";
  const minutes = Math.round(Math.abs(now - serverTime) / 60_000);
  return `by ${minutes} minutes (there it is ${new Date(serverTime).toISOString()}, here ${new Date(now).toISOString()})`;
}
