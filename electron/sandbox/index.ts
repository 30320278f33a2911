export type { BookedTask, Books } from "./books.ts";
export { manualClock, systemClock, type Clock, type ManualClock } from "./clock.ts";
export { startSandbox, type Sandbox, type SandboxOptions } from "./sandbox.ts";
export { parseScenario, scenarioSchema, type Scenario } from "./scenario.ts";
