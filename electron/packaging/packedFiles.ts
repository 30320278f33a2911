import { readFile } from "node:fs/promises";
import { extractFile, getRawHeader } from "@electron/asar";

/** A file in an app.asar, or beside it in app.asar.unpacked. */
export interface PackedFile {
  /** With `/`, relative to the archive. */
  path: string;
  /** Bytes. */
  size: number;
  unpacked: boolean;
}

/** What we ship, by where it lies. Everything else is a mistake of the configuration. */
const WANTED = [/^package\.json$/, /^dist\/(desktop|renderer)\//, /^resources\/examples\/[^/]+\.shotgraph$/, /^resources\/shotgraph\.schema\.json$/, /^node_modules\//];

const UNWANTED: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/\.map$/, "a source map"],
  [/\.(ts|mts|cts|tsx)$/, "a TypeScript source"],
  [/(^|\/)(__tests__|tests?|spec)\/|\.(test|spec)\.[cm]?jsx?$/, "a test"],
  [/(?<!\/licen[sc]e)\.(md|markdown)$/i, "documentation"],
  [/(^|\/)\.env(\.|$)|\.(pem|key|p8|p12|pfx|cer|provisionprofile|keychain)$/, "a secret"],
  [/\.(db|db-wal|db-shm|sqlite|log)$/, "somebody's data"],
];

/** Variables whose value must not be found in anything that is shipped. */
const SECRET_NAME = /KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL/i;
const SHORTEST_SECRET = 12;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

interface Entry {
  files?: Record<string, Entry>;
  size?: number;
  unpacked?: boolean;
  link?: string;
}

/** Every file of an archive, in its order. */
export function packedFiles(archive: string): PackedFile[] {
  const header = getRawHeader(archive).header as unknown as Entry;
  return flat(header, "");
}

function flat(entry: Entry, path: string): PackedFile[] {
  if (entry.files === undefined) return [{ path, size: entry.size ?? 0, unpacked: entry.unpacked ?? false }];
  return Object.entries(entry.files).flatMap(([name, inner]) => flat(inner, path === "" ? name : `${path}/${name}`));
}

/** The bytes of one of them. */
export async function packedBytes(archive: string, { path, unpacked }: PackedFile): Promise<Buffer> {
  return unpacked ? await readFile(`${archive}.unpacked/${path}`) : extractFile(archive, path);
}

/** What of an archive must not be shipped, a sentence each; empty when all is well. */
export async function checkPackedFiles(archive: string, env: NodeJS.ProcessEnv = process.env): Promise<string[]> {
  const files = packedFiles(archive);
  const misplaced = files.filter(({ path }) => !WANTED.some((pattern) => pattern.test(path))).map(({ path }) => `${path} is no part of the app`);
  const unwanted = files.flatMap(({ path }) => UNWANTED.filter(([pattern]) => pattern.test(path)).map(([, what]) => `${path} is ${what}`));
  return [...misplaced, ...unwanted, ...(await secretsIn(archive, files, env))];
}

async function secretsIn(archive: string, files: readonly PackedFile[], env: NodeJS.ProcessEnv): Promise<string[]> {
  const values = Object.entries(env).flatMap(([name, value]) => (SECRET_NAME.test(name) && value !== undefined && value.length >= SHORTEST_SECRET ? [{ name, value }] : []));
  const ours = files.filter(({ path }) => !path.startsWith("node_modules/"));
  const found = await Promise.all(
    ours.map(async (file) => {
      const bytes = await packedBytes(archive, file);
      const named = values.filter(({ value }) => bytes.includes(value)).map(({ name }) => `${file.path} contains the value of ${name}`);
      return PRIVATE_KEY.test(bytes.toString("latin1")) ? [...named, `${file.path} contains a private key`] : named;
    }),
  );
  return found.flat();
}

/** Packages in an archive's node_modules that nothing shipped imports, directly or through another package. */
export async function needlessPackages(archive: string): Promise<string[]> {
  const files = packedFiles(archive);
  const manifests = new Map<string, string[]>();
  // A package may lie there twice, deeper in another version: what either needs is needed.
  for (const file of files) {
    const [, name] = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(file.path) ?? [];
    if (name === undefined) continue;
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = JSON.parse((await packedBytes(archive, file)).toString("utf8")) as Record<string, Record<string, string>>;
    manifests.set(name, [...(manifests.get(name) ?? []), ...[dependencies, optionalDependencies, peerDependencies].flatMap((names) => Object.keys(names))]);
  }
  const needed = new Set<string>();
  const need = (name: string): void => {
    if (needed.has(name)) return;
    needed.add(name);
    for (const next of manifests.get(name) ?? []) need(next);
  };
  for (const file of files.filter(({ path }) => /^dist\/desktop\/.*\.[cm]?js$/.test(path))) importsOf((await packedBytes(archive, file)).toString("utf8")).forEach(need);
  return [...manifests.keys()].filter((name) => !needed.has(name));
}

/** Names of the packages that a bundle imports. */
function importsOf(code: string): string[] {
  const specifiers = [...code.matchAll(/(?:\bfrom|\bimport|\brequire\(|\bimport\(|\.resolve\()\s*["'`]([^"'`.][^"'`]*)["'`]/g)].map(([, specifier = ""]) => specifier);
  return specifiers.filter((specifier) => !specifier.startsWith("node:")).map((specifier) => specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/"));
}
