import { scenarioSchema, type Endpoint, type Fault, type ParsedScenario, type Scenario } from "./scenario.ts";

/** What a rule can match: the call, and the task or request it is about where there is one. */
export interface Call {
  readonly endpoint: Endpoint;
  readonly model?: string | undefined;
  readonly prompt?: string | undefined;
}

interface Counters {
  matched: number;
  fired: number;
}

type Rule = ParsedScenario["rules"][number];

/** Which endpoints a kind of fault speaks about when its rule names none. */
const NATURAL: Readonly<Record<Fault["kind"], readonly Endpoint[] | null>> = {
  http: null,
  drop: null,
  hang: null,
  delay: null,
  noId: ["createTask", "upscaleCreate", "assetUpload"],
  taskFails: ["createTask", "upscaleCreate"],
  taskTakes: ["createTask", "upscaleCreate"],
  reviewFails: ["assetUpload"],
  media: ["createTask", "upscaleCreate"],
  status: ["createTask", "upscaleCreate"],
  numbersAsStrings: ["createTask", "upscaleCreate"],
  outputs: ["createTask", "upscaleCreate"],
};

function matches(rule: Rule, call: Call): boolean {
  const { endpoint, model, promptIncludes } = rule.match;
  const endpoints = endpoint === undefined ? NATURAL[rule.fault.kind] : [endpoint].flat();
  if (endpoints !== null && !endpoints.includes(call.endpoint)) return false;
  if (model !== undefined && model !== call.model) return false;
  return promptIncludes === undefined || (call.prompt?.includes(promptIncludes) ?? false);
}

/** Counts calls and says which faults they meet. */
export class FaultPlan {
  #rules: readonly { readonly rule: Rule; readonly counters: Counters }[] = [];

  constructor(scenario: Scenario) {
    this.replace(scenario);
  }

  /** Takes a new scenario and forgets all counts. Throws a ZodError when it is not valid. */
  replace(scenario: Scenario): void {
    const { rules } = scenarioSchema.parse(scenario);
    this.#rules = rules.map((rule) => ({ rule, counters: { matched: 0, fired: 0 } }));
  }

  /** The faults this call meets, in the order of their rules. Each call counts once. */
  faultsFor(call: Call): Fault[] {
    const faults: Fault[] = [];
    for (const { rule, counters } of this.#rules) {
      if (!matches(rule, call)) continue;
      counters.matched += 1;
      if (rule.times !== undefined && counters.fired >= rule.times) continue;
      if (rule.match.nth !== undefined && counters.matched !== rule.match.nth) continue;
      if (rule.match.every !== undefined && counters.matched % rule.match.every !== 0) continue;
      counters.fired += 1;
      faults.push(rule.fault);
    }
    return faults;
  }
}

/** The first fault of a kind, or undefined. */
export function faultOf<K extends Fault["kind"]>(faults: readonly Fault[], kind: K): Extract<Fault, { kind: K }> | undefined {
  return faults.find((fault): fault is Extract<Fault, { kind: K }> => fault.kind === kind);
}
