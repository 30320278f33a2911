import { FuseState, FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from "@electron/fuses";

/**
 * What the packed binary can do, decided for good. All of Electron's fuses are named: an Electron with a new one is refused until somebody has thought about it
 * (`strictlyRequireAllFuses`).
 */
const FUSES: Readonly<Record<FuseV1Options, boolean>> = {
  // The signed binary is no general Node for other programs. `utilityProcess.fork` works without it, the command line runs inside the app (`--cli`).
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  // Chromium's own storage is encrypted with the key of the system's key store.
  [FuseV1Options.EnableCookieEncryption]: true,
  // Code comes from app.asar alone, and on macOS and Windows only if it is the one that was packed.
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  // We bring no V8 snapshot of our own.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // The page is on app://; file: needs no privileges.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // As in Chrome: bounds checks by guard pages. Without it WebAssembly is slower, not safer.
  [FuseV1Options.WasmTrapHandlers]: true,
};

/** Sets every fuse of a binary (on macOS: of the `.app`). Throws when the binary has a fuse that `FUSES` does not name. */
export async function setFuses(binary: string, resetAdHocDarwinSignature: boolean): Promise<void> {
  await flipFuses(binary, { version: FuseVersion.V1, strictlyRequireAllFuses: true, resetAdHocDarwinSignature, ...FUSES });
}

/** Names of the fuses that a binary has otherwise than `FUSES` says; empty when all are as they should be. */
export async function wrongFuses(binary: string): Promise<string[]> {
  const wire = await getCurrentFuseWire(binary);
  return Object.entries(FUSES)
    .filter(([fuse, on]) => wire[Number(fuse) as FuseV1Options] !== (on ? FuseState.ENABLE : FuseState.DISABLE))
    .map(([fuse]) => FuseV1Options[Number(fuse)] ?? fuse);
}
