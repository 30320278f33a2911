export { DocumentError, openDocument } from "../documents/files.ts";
export type { Execution } from "../engine/executor.ts";
export { parseScenario, startSandbox } from "../sandbox/index.ts";
export { ApiKeyError, BaseUrlError } from "../seegen/index.ts";
export { settingsFromEnvironment } from "../settings/environment.ts";
export { cleanLibrary, rebuildLibrary, sizeOfLibrary, verifyLibrary } from "./care.ts";
export { exportResults, mediaOf } from "./exportResults.ts";
export { examplesFolder } from "./resources.ts";
export { HeldError, openWorkspace, type Workspace } from "./workspace.ts";
