import { z } from "zod";
import type { Accounts } from "./accounts.ts";
import type { Admission } from "./admission.ts";
import type { Assets } from "./assets.ts";
import { type CallCounter, promptOf, promptOfBody, ROUTES } from "./calls.ts";
import { actOut, type FaultTime } from "./fault-answers.ts";
import { faultOf, type FaultPlan } from "./faults.ts";
import { queryOf, readJson, sendJson, type Exchange } from "./http.ts";
import { Refusal } from "./refusal.ts";
import { parseStrictly } from "./rules/parse.ts";
import { parseOnly } from "./rules/requests.ts";
import type { Endpoint, Fault } from "./scenario.ts";
import type { Account } from "./state.ts";
import type { Store } from "./store.ts";
import type { Tasks } from "./tasks.ts";
import { assetView, stringNumbers, taskView } from "./views.ts";

interface ApiOptions {
  readonly store: Store;
  readonly accounts: Accounts;
  readonly admission: Admission;
  readonly assets: Assets;
  readonly tasks: Tasks;
  readonly faults: FaultPlan;
  readonly calls: CallCounter;
  readonly origin: () => string;
  readonly time: FaultTime;
}

interface Call {
  readonly endpoint: Endpoint;
  readonly account: Account;
  readonly body: unknown;
  readonly query: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
}

const ID_KEYS: ReadonlySet<string> = new Set(["taskId", "orderId", "assetId", "volcAssetId"]);

/** The eight documented endpoints. */
export class Api {
  readonly #options: ApiOptions;

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  /** Answers a call below /api/v1, `path` without that prefix. Throws a Refusal for the server to send. */
  async handle(exchange: Exchange, path: string): Promise<void> {
    const route = ROUTES[path];
    if (route === undefined) throw new Refusal(404, "NOT_FOUND", `There is no endpoint ${path}.`);
    if (exchange.request.method !== route.method) {
      throw new Refusal(405, "METHOD_NOT_ALLOWED", `${path} takes ${route.method}.`, { headers: { allow: route.method } });
    }
    const { endpoint } = route;
    this.#options.calls.count(endpoint);
    const account = this.#options.accounts.authorise(exchange.request.headers.authorization);
    const body = route.method === "POST" ? await readJson(exchange.request) : undefined;
    const query = queryOf(exchange.url);
    this.#options.tasks.settleDue();
    const task = this.#options.store.tasks.get(query["taskId"] ?? "");
    const faults = this.#options.faults.faultsFor({ endpoint, ...(task === undefined ? promptOfBody(endpoint, body) : promptOf(task.job)) });
    if (await actOut(exchange.response, faults, "before", this.#options.time)) return;
    const answer = await this.#answer({ endpoint, account, body, query, faults });
    if (await actOut(exchange.response, faults, "after", this.#options.time)) return;
    sendJson(exchange.response, 200, answer);
  }

  /** The true answer, bent by the faults that speak about answers. */
  async #answer(call: Call): Promise<unknown> {
    const { endpoint, faults } = call;
    const answer = await this.#result(call);
    if (faultOf(faults, "noId") !== undefined) return Object.fromEntries(Object.entries(answer).filter(([key]) => !ID_KEYS.has(key)));
    const isQuery = endpoint === "queryTask" || endpoint === "upscaleQuery";
    const word = isQuery ? faultOf(faults, "status")?.word : undefined;
    const named = word === undefined ? answer : { ...answer, status: word };
    // On a create call the fault belongs to the task it creates, not to the answer.
    const bends = endpoint !== "createTask" && endpoint !== "upscaleCreate" && faultOf(faults, "numbersAsStrings") !== undefined;
    return bends ? stringNumbers(named) : named;
  }

  async #result(call: Call): Promise<Record<string, unknown>> {
    const { admission, assets, time: { clock } } = this.#options;
    const { account, body, query, faults } = call;
    switch (call.endpoint) {
      case "createTask":
        return { taskId: (await admission.createTask(account.id, body, faults)).id };
      case "upscaleCreate": {
        const task = await admission.createUpscale(account.id, body, faults);
        return { taskId: task.id, orderId: task.orderId, status: "validating" };
      }
      case "queryTask":
        return this.#query(call, "job");
      case "upscaleQuery":
        return this.#query(call, "upscale");
      case "credits":
        parseStrictly(z.strictObject({}), query);
        return { credits: account.credits, availableCredits: this.#options.accounts.available(account.id) };
      case "assetUpload":
        return assetView(await assets.upload(account.id, body, faults), clock.now());
      case "assetStatus":
        return assetView(assets.find(account.id, parseOnly(query, "assetId")), clock.now());
      case "assetList":
        return assets.list(account, query);
      default:
        throw new Error(`${call.endpoint} is not an endpoint of the API.`);
    }
  }

  #query({ query, account, faults }: Call, kind: "job" | "upscale"): Record<string, unknown> {
    const { tasks, time: { clock }, origin } = this.#options;
    const task = tasks.find(parseOnly(query, "taskId"), account, kind);
    const count = faultOf(faults, "outputs")?.count;
    const seen = count === undefined ? task : { ...task, faults: { ...task.faults, outputs: count } };
    return taskView(seen, clock.now(), origin());
  }
}
