/** A reason of the plan, taken apart: see "Key, cache, take" in the design. */
export type ReasonPart =
  | { is: "param"; name: string; before: string; after: string }
  | { is: "input"; name: string }
  | { is: "resume"; tasks: readonly string[] }
  | { is: "shared"; node: string }
  | { is: PlainReason }
  /** Of a newer host. */
  | { is: "other"; text: string };

const PLAIN = {
  cached: "cached",
  new: "new",
  "upstream will run": "upstream",
  "new take": "newTake",
  "media missing": "mediaMissing",
  "unknown spend": "unknownSpend",
  pinned: "pinned",
  bypassed: "bypassed",
  disabled: "disabled",
  invalid: "invalid",
  blocked: "blocked",
  free: "free",
} as const;

type PlainReason = (typeof PLAIN)[keyof typeof PLAIN];

/** `param resolution 720p→1080p, input prompt changed` is two parts; every other reason is one. */
export function reasonParts(reason: string): ReasonPart[] {
  const plain = Object.hasOwn(PLAIN, reason) ? PLAIN[reason as keyof typeof PLAIN] : undefined;
  if (plain) return [{ is: plain }];
  const call = /^(resume|shared)\((.*)\)$/s.exec(reason);
  if (call) {
    const inside = call[2] ?? "";
    return [call[1] === "shared" ? { is: "shared", node: inside } : { is: "resume", tasks: inside.split(", ") }];
  }
  // A value may hold a comma: only one before the next change parts them.
  return reason.split(/, (?=param \S+ .*→|input \S+ changed)/s).map(changeOf);
}

function changeOf(text: string): ReasonPart {
  const param = /^param (\S+) (.*?)→(.*)$/s.exec(text);
  if (param) return { is: "param", name: param[1] ?? "", before: param[2] ?? "", after: param[3] ?? "" };
  const input = /^input (\S+) changed$/.exec(text);
  return input ? { is: "input", name: input[1] ?? "" } : { is: "other", text };
}
