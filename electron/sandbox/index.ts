/** @public */
export type { Books } from "./books.ts";
export { manualClock } from "./clock.ts";
export { startSandbox, type Sandbox, type SandboxOptions } from "./sandbox.ts";
/** @public */
export { parseScenario, scenarioSchema, type Scenario } from "./scenario.ts";
