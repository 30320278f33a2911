import { eventIterator, oc, type } from "@orpc/contract";
import { z } from "zod";
import { sha256Schema } from "../../graph/media.ts";
import type { MediaFacts } from "../../graph/media.ts";
import { listMediaInput, type MediaPage, type NodeTake, type RemovedTake, type RunPage } from "../libraryQueries.ts";
import { adoptInput, bundleLookInput, bundlePieceInput, bundleReceiveInput, bundleWriteInput, dropUploadInput, makerInput, openUploadInput, type BundleContents, type BundleEvent } from "./bundles.ts";
import { listAssetsInput, registerAssetInput, reviewAgainInput, type AssetPage, type RegisteredAsset } from "./assets.ts";
import { realmInput, settingsChangeInput, type AccountView, type EditorSettings, type HostInfo, type MediaGrant, type SpendView } from "./host.ts";
import { deliverFrameInput, failFrameInput, frameInput, watchFramesInput, type FrameOffer } from "./frames.ts";
import { keepBucketInput, leavingInput, pastedInput, testBucketInput, type BucketChange, type BucketTest, type HostingView, type Leaving } from "./hosting.ts";
import { dragInput, placeInput, type DragCopy, type FilePlace } from "./desktop.ts";
import { runInput, runsInput, startRunInput, type RunUpdate, type StartRunResult } from "./runs.ts";
import { forgetSecretInput, keepSecretInput, testKeyInput, type KeyTest, type SecretChange, type SecretStatus } from "./secrets.ts";
import {
  browseInput,
  editInput,
  newGraphInput,
  openInput,
  replaceInput,
  saveInput,
  sessionInput,
  watchInput,
  type FolderListing,
  type OpenedGraph,
  type OpenResult,
  type RecentFile,
  type SaveResult,
  type SessionEvent,
  type Template,
} from "./sessions.ts";
import { resolveUnknownInput, type UnknownTake } from "./unknown.ts";

/**
 * What the renderer may ask of its host. Inputs are checked on arrival; every stream begins with a snapshot, so that who lost the connection
 * catches up by asking again.
 */
export const contract = {
  system: {
    info: oc.output(type<HostInfo>()),
    /** Host facts that change: realm, lease. */
    watch: oc.output(eventIterator(type<HostInfo>())),
    /** Between the sandbox and the real service; refused while a run is under way. */
    switchRealm: oc.input(realmInput).output(type<{ ok: boolean; message: string | null }>()),
    mediaGrant: oc.output(type<MediaGrant>()),
  },
  /** What is there and how it is kept, never what it is. */
  secrets: {
    watch: oc.output(eventIterator(type<SecretStatus>())),
    /** Asks the service for the balance of a key; keeps nothing, spends nothing. */
    test: oc.input(testKeyInput).output(type<KeyTest>()),
    /** A key is tested first, and kept only when the service takes it. */
    keep: oc.input(keepSecretInput).output(type<SecretChange>()),
    forget: oc.input(forgetSecretInput).output(type<SecretChange>()),
  },
  /** The bucket that local files are put into, and what a run would hand out. */
  hosting: {
    watch: oc.output(eventIterator(type<HostingView>())),
    /** Uploads a small object, fetches it as the service would, deletes it. Keeps nothing of the settings. */
    test: oc.input(testBucketInput).output(type<BucketTest>()),
    keep: oc.input(keepBucketInput).output(type<BucketChange>()),
    /** Settings and secret. */
    forget: oc.output(type<BucketChange>()),
    /** What a run of the graph as it is would hand out, and to whom. Nothing is asked or fetched for it. */
    leaving: oc.input(leavingInput).output(type<readonly Leaving[]>()),
    /** Before text from elsewhere is pasted: what it names is asked about at the next run. */
    pasted: oc.input(pastedInput).output(type<{ ok: boolean }>()),
  },
  /** What the window around the page needs of the host: it shows and drags no file that the page names by its path. */
  desktop: {
    placeOf: oc.input(placeInput).output(type<FilePlace>()),
    /** A copy of a result under a name that says what it is, and a picture of it, for dragging out of the window. */
    copyForDrag: oc.input(dragInput).output(type<DragCopy>()),
  },
  settings: {
    watch: oc.output(eventIterator(type<EditorSettings>())),
    change: oc.input(settingsChangeInput).output(type<EditorSettings>()),
  },
  graphs: {
    templates: oc.output(type<readonly Template[]>()),
    recents: oc.output(type<readonly RecentFile[]>()),
    /** Empties the list; files and open graphs stay. */
    clearRecents: oc.output(type<readonly RecentFile[]>()),
    browse: oc.input(browseInput).output(type<FolderListing>()),
    /** Graphs that are open in this host, those brought back after a crash included. */
    sessions: oc.output(type<readonly OpenedGraph[]>()),
    create: oc.input(newGraphInput).output(type<OpenedGraph>()),
    open: oc.input(openInput).output(type<OpenResult>()),
    /** `ok` is false when edits before these are missing, or another window edits the graph now (`taken`). */
    edit: oc.input(editInput).output(type<{ ok: boolean; seq: number; taken: boolean }>()),
    /** After edits were lost: the whole document as the renderer has it. */
    replace: oc.input(replaceInput).output(type<{ seq: number }>()),
    watch: oc.input(watchInput).output(eventIterator(type<SessionEvent>())),
    save: oc.input(saveInput).output(type<SaveResult>()),
    /** Forgets unsaved changes: ask first. */
    close: oc.input(sessionInput).output(type<{ ok: boolean }>()),
  },
  /** Graphs with what belongs to them in one file, and the graphs that files carry. */
  bundles: {
    look: oc.input(bundleLookInput).output(type<BundleContents>()),
    write: oc.input(bundleWriteInput).output(eventIterator(type<BundleEvent>())),
    /** Takes in what came along with a graph that was opened from a bundle and looked at. All of it, or nothing. */
    receive: oc.input(bundleReceiveInput).output(eventIterator(type<BundleEvent>())),
    adopt: oc.input(adoptInput).output(type<{ adopted: number }>()),
    /** Opens the graph that made a take as it was then, as a copy; null where it was not kept. */
    maker: oc.input(makerInput).output(type<OpenResult | null>()),
    piece: oc.input(bundlePieceInput).output(type<{ upload: string }>()),
    openUpload: oc.input(openUploadInput).output(type<OpenResult>()),
    dropUpload: oc.input(dropUploadInput).output(type<{ ok: boolean }>()),
  },
  runs: {
    start: oc.input(startRunInput).output(type<StartRunResult>()),
    cancel: oc.input(runInput).output(type<{ ok: boolean }>()),
    /** Try again now what waits for credits, a key or the network. */
    resume: oc.input(runInput).output(type<{ ok: boolean }>()),
    watch: oc.output(eventIterator(type<RunUpdate>())),
    history: oc.input(runsInput).output(type<RunPage>()),
    takes: oc.input(runInput).output(type<readonly NodeTake[]>()),
  },
  library: {
    /** Every stored take that was made for this node or for one of the requests `keys`, newest first. */
    takesOfNode: oc.input(z.object({ graphId: z.string().max(200), nodeId: z.string().max(200), keys: z.array(z.string().max(200)).max(500).default([]) })).output(type<readonly NodeTake[]>()),
    list: oc.input(listMediaInput).output(type<MediaPage>()),
    models: oc.output(type<readonly string[]>()),
    facts: oc.input(z.object({ sha256: z.array(sha256Schema).max(1_000) })).output(type<readonly MediaFacts[]>()),
    /** Deletes a take's file; what it cost stays in the ledger. Refused while a run uses it. */
    remove: oc.input(z.object({ sha256: sha256Schema })).output(type<RemovedTake>()),
    /** Copies a file out of the library, with its provenance beside it; nothing is overwritten. */
    exportTo: oc.input(z.object({ sha256: sha256Schema, folder: z.string().max(4096), name: z.string().max(255) })).output(type<{ path: string | null; message: string | null }>()),
    /** Changes whenever takes or media do. */
    watch: oc.output(eventIterator(type<{ revision: number }>())),
  },
  account: {
    watch: oc.output(eventIterator(type<AccountView>())),
    refresh: oc.output(type<AccountView>()),
    spend: oc.input(z.object({ graphId: z.string().max(200) })).output(type<SpendView>()),
  },
  unknown: {
    list: oc.output(type<readonly UnknownTake[]>()),
    resolve: oc.input(resolveUnknownInput).output(type<{ ok: boolean; message: string | null }>()),
  },
  /** The page's decoder takes pictures out of videos. A job belongs to who took it, for a while; `ok` is false for who has it not (any more). */
  frames: {
    watch: oc.input(watchFramesInput).output(eventIterator(type<FrameOffer>())),
    take: oc.input(frameInput).output(type<{ ok: boolean }>()),
    deliver: oc.input(deliverFrameInput).output(type<{ ok: boolean }>()),
    fail: oc.input(failFrameInput).output(type<{ ok: boolean }>()),
  },
  assets: {
    list: oc.input(listAssetsInput).output(type<AssetPage>()),
    /** Costs nothing; the same content is never registered twice under one account. */
    register: oc.input(registerAssetInput).output(type<RegisteredAsset>()),
    /** Forgets that the review refused a medium: the next run that needs it registers it anew. */
    reviewAgain: oc.input(reviewAgainInput).output(type<{ ok: boolean }>()),
  },
};

export type Contract = typeof contract;
