import { randomUUID } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { z } from "zod";
import type { BundleContents, BundleEvent, bundlePieceInput, BundlePreview, BundleScope, bundleWriteInput } from "../../../shared/contract/api/bundles.ts";
import type { Realm } from "../../../shared/contract/api/host.ts";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import { BundleError } from "../../documents/bundle/format.ts";
import { hostsWithQueries, namedFiles } from "../../documents/bundle/named.ts";
import { type Bundle, openBundle } from "../../documents/bundle/read.ts";
import { receiveBundle } from "../../documents/bundle/receive.ts";
import { writeBundle } from "../../documents/bundle/write.ts";
import { removeIfThere, tempFileIn } from "../../library/tempFiles.ts";
import { contentsFor, scoped } from "../bundles.ts";
import { LOCAL_REALM } from "../workspace.ts";
import { reasonOf } from "./reasonOf.ts";
import type { Session } from "./session.ts";
import type { Station } from "./station.ts";

const TELL_MS = 100;
const LARGEST_UPLOAD = 64 * 1024 ** 3;
/** Bundles that pages are sending at once. */
const MOST_UPLOADS = 4;

interface Upload {
  file: FileHandle;
  path: string;
  bytes: number;
}

export interface BundleDesk {
  /** What a bundle of this graph could hold. */
  look(session: Session): BundleContents;
  write(session: Session, input: z.infer<typeof bundleWriteInput>, signal: AbortSignal | undefined): AsyncGenerator<BundleEvent, void>;
  /** Takes in what came with a graph that somebody agreed to. */
  receive(bundle: Bundle, session: Session, signal: AbortSignal | undefined): AsyncGenerator<BundleEvent, void>;
  /** Keeps a piece of a bundle that a page sends; the name by which it is known. Throws an `Error` with a message for the user. */
  piece(input: z.infer<typeof bundlePieceInput>): Promise<{ upload: string }>;
  /** The bundle that was sent; closing it does away with it. Throws `BundleError`. */
  sent(upload: string): Promise<Bundle>;
  dropUpload(upload: string): Promise<void>;
  close(): Promise<void>;
}

/** Bundles of open graphs: written, looked at, taken in. */
export function createBundleDesk({ station, home, version, onReceived }: { station: Station; home: string; version: string; onReceived: () => void }): BundleDesk {
  const uploads = new Map<string, Upload>();

  function contents(session: Session) {
    const { workspace } = station;
    return contentsFor(session.graph, session.plan(), workspace.library);
  }

  async function dropUpload(id: string): Promise<void> {
    const upload = uploads.get(id);
    if (!upload) return;
    uploads.delete(id);
    await upload.file.close();
    await removeIfThere(upload.path);
  }

  return {
    look(session) {
      const { graph } = session;
      const { library } = station.workspace;
      const found = contents(session);
      const bytes = (scope: BundleScope) => scoped(found, graph, scope, library).media.reduce((sum, facts) => sum + facts.bytes, 0);
      return {
        name: graph.name,
        nodes: graph.nodes.length,
        files: found.files.map(({ sha256, name, facts: { type, format, bytes } }) => ({ sha256, name, type, format, bytes })),
        missing: found.missing.map(({ node, name }) => ({ node, name })),
        takes: found.takes.map(({ take, facts, used }) => ({ sha256: facts.sha256, node: titleIn(graph.nodes, take.nodeId), model: take.model, type: facts.type, bytes: facts.bytes, billed: take.billed, used })),
        bytes: { all: bytes("all"), used: bytes("used"), none: bytes("none") },
        signedHosts: hostsWithQueries(graph),
        realm: station.realm,
      };
    },
    write(session, { path, overwrite, scope }, signal) {
      const target = /\.shotgraph$/i.test(path) ? path : `${path}.shotgraph`;
      return told(async (tell) => {
        const { library, realm } = station.workspace;
        const { graph } = session;
        if (target === session.path) throw new BundleError(`${target} is the file of this graph. A bundle is a file of its own: choose another name.`);
        const { media, takes } = scoped(contents(session), graph, scope, library);
        const source = { graph, media: media.map((facts: MediaFacts) => ({ facts, path: library.mediaPath(facts.sha256) })), takes, realm, madeBy: version };
        const bytes = await writeBundle(target, source, { overwrite, onProgress: tell, signal });
        return { type: "written", path: target, bytes };
      });
    },
    receive(bundle, session, signal) {
      return told(async (tell) => {
        const { id, name } = session.graph;
        const received = await receiveBundle(bundle, { library: station.workspace.library, graph: { id, name }, onProgress: tell, signal });
        onReceived();
        return { type: "received", ...received };
      });
    },
    async piece({ upload: id, name, data }) {
      if (id === null && uploads.size >= MOST_UPLOADS) throw new Error("Other bundles are still on their way. Wait until they are here.");
      const known = id === null ? await begun(home) : uploads.get(id);
      if (!known) throw new Error(`${name} is not known any more. Drop it again.`);
      const upload = id ?? randomUUID();
      uploads.set(upload, known);
      try {
        const bytes = Buffer.from(data, "base64");
        if (known.bytes + bytes.length > LARGEST_UPLOAD) throw new Error(`${name} is larger than 64 GiB, the most that can be opened.`);
        for (let done = 0; done < bytes.length; ) done += (await known.file.write(bytes, done, bytes.length - done, known.bytes + done)).bytesWritten;
        known.bytes += bytes.length;
        return { upload };
      } catch (error) {
        await dropUpload(upload);
        throw error;
      }
    },
    async sent(id) {
      const upload = uploads.get(id);
      if (!upload) throw new BundleError("It did not arrive whole. Drop it again.");
      uploads.delete(id);
      await upload.file.close();
      try {
        const bundle = await openBundle(upload.path);
        const close = async () => {
          await bundle.close();
          await removeIfThere(upload.path);
        };
        return { ...bundle, close };
      } catch (error) {
        await removeIfThere(upload.path);
        throw error;
      }
    },
    dropUpload,
    async close() {
      for (const id of uploads.keys()) await dropUpload(id);
    },
  };
}

/** What a bundle holds, for whoever decides about it. `realm`: of the library; `open`: what the page calls it. */
export function bundlePreview(bundle: Bundle, { realm, quoteWithout }: { realm: string; quoteWithout: { min: number; max: number } }): BundlePreview {
  const names = new Map(namedFiles(bundle.graph).map(({ sha256, name }) => [sha256, name]));
  const media = new Map(bundle.media.map((one) => [one.sha256, one]));
  const [first] = bundle.takes;
  const madeIn: Realm | null = first ? (first.realm === LOCAL_REALM ? "sandbox" : "service") : null;
  return {
    madeBy: bundle.manifest.madeBy,
    files: bundle.media.flatMap(({ sha256, type, format, bytes }) => {
      const name = names.get(sha256);
      return name === undefined ? [] : [{ sha256, name, type, format, bytes }];
    }),
    takes: bundle.takes.map(({ sha256, nodeId, model, mediaType, billed }) => ({ sha256, node: titleIn(bundle.graph.nodes, nodeId), model, type: mediaType, bytes: media.get(sha256)?.bytes ?? 0, billed, used: true })),
    bytes: bundle.media.reduce((sum, { bytes }) => sum + bytes, 0),
    answers: first === undefined || first.realm === realm,
    takesRealm: madeIn,
    quoteWithout,
  };
}

function titleIn(nodes: readonly { id: string; title?: string | undefined }[], id: string): string {
  return nodes.find((node) => node.id === id)?.title ?? id;
}

async function begun(home: string): Promise<Upload> {
  const path = tempFileIn(join(home, "tmp"));
  return { file: await open(path, "wx"), path, bytes: 0 };
}

/** The progress of a work and its end, as events; at most ten a second. What goes wrong is its last one. */
async function* told(work: (tell: (done: number, total: number) => void) => Promise<BundleEvent>): AsyncGenerator<BundleEvent, void> {
  let progress: BundleEvent = { type: "progress", done: 0, total: 0 };
  let end: BundleEvent | null = null;
  const working = work((done, total) => {
    progress = { type: "progress", done, total };
  })
    .catch((error: unknown): BundleEvent => (error instanceof BundleError && error.code === "exists" ? { type: "exists", message: error.message } : { type: "failed", message: reasonOf(error) }))
    .then((event) => (end = event));
  while (end === null) {
    yield progress;
    await Promise.race([working, sleep(TELL_MS)]);
  }
  yield end;
}
