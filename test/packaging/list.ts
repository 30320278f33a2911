import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { packedFiles } from "../../electron/packaging/packedFiles.ts";
import electron from "electron/package.json" with { type: "json" };
import { packForLinux } from "./pack.ts";

/** `npm run docs:packed`: packs for Linux and writes what lies in the archive to docs/packed-files.md. */
const { archive, folder } = await packForLinux();
const files = packedFiles(archive);
await rm(folder, { recursive: true, force: true });

const places = new Map<string, { count: number; bytes: number; unpacked: number }>();
for (const { path, size, unpacked } of files) {
  const place = placeOf(path);
  const known = places.get(place) ?? { count: 0, bytes: 0, unpacked: 0 };
  places.set(place, { count: known.count + 1, bytes: known.bytes + size, unpacked: known.unpacked + (unpacked ? 1 : 0) });
}

const kilobytes = (bytes: number): string => Math.ceil(bytes / 1000).toLocaleString("en");
const row = ([place, { count, bytes, unpacked }]: [string, { count: number; bytes: number; unpacked: number }]): string => `| \`${place}\` | ${count} | ${kilobytes(bytes)} | ${unpacked === 0 ? "" : "beside the archive"} |`;
const total = files.reduce((sum, { size }) => sum + size, 0);
const page = `# What is packed

Made by \`npm run docs:packed\`: the contents of \`resources/app.asar\` of a Linux (x64) build on Electron ${electron.version}, ${files.length} files, ${kilobytes(total)} kB without Electron itself. What may be in it is
checked whenever something is packed (\`electron/packaging/packedFiles.ts\`) and in \`test/packaging\`.

| place | files | kB | |
|---|--:|--:|---|
${[...places].toSorted(([, one], [, other]) => other.bytes - one.bytes).map(row).join("\n")}

## Each file of ours

${files.filter(({ path }) => !path.startsWith("node_modules/") && !path.startsWith("dist/renderer/assets/")).map(({ path, size }) => `- \`${path.replace(/-[\w-]{8}(\.\w+)$/, "-…$1")}\` ${kilobytes(size)} kB`).join("\n")}
- \`dist/renderer/assets/…\` ${files.filter(({ path }) => path.startsWith("dist/renderer/assets/")).length} files
`;
const docs = join(import.meta.dirname, "..", "..", "docs");
await mkdir(docs, { recursive: true });
await writeFile(join(docs, "packed-files.md"), page);
console.log(`docs/packed-files.md: ${files.length} files, ${kilobytes(total)} kB`);

function placeOf(path: string): string {
  const parts = path.split("/");
  if (parts[0] === "node_modules") return parts.slice(0, parts[1]?.startsWith("@") ? 3 : 2).join("/");
  return parts.length > 2 ? parts.slice(0, 2).join("/") : path;
}
