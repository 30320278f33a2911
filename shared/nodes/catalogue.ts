import { audioRef } from "./audioRef.ts";
import type { NodeKind } from "./define.ts";
import { extractFrame } from "./extractFrame.ts";
import { fitAudio } from "./fitAudio.ts";
import { fitImage } from "./fitImage.ts";
import { fitVideo } from "./fitVideo.ts";
import { generateHappyhorse } from "./generateHappyhorse.ts";
import { generateSd2 } from "./generateSd2.ts";
import { gptImage2 } from "./gptImage2.ts";
import { group } from "./group.ts";
import { imageAsset } from "./imageAsset.ts";
import { note } from "./note.ts";
import { output } from "./output.ts";
import { prompt } from "./prompt.ts";
import { promptList } from "./promptList.ts";
import { reroute } from "./reroute.ts";
import { upscaleVideo } from "./upscaleVideo.ts";
import { videoRef } from "./videoRef.ts";

/** Every node kind by name. Adding a model is adding a file and a line here. */
export type Catalogue = ReadonlyMap<string, NodeKind>;

const kinds: readonly NodeKind[] = [
  prompt,
  promptList,
  imageAsset,
  videoRef,
  audioRef,
  generateSd2,
  generateHappyhorse,
  gptImage2,
  upscaleVideo,
  extractFrame,
  fitImage,
  fitVideo,
  fitAudio,
  output,
  note,
  group,
  reroute,
];

export const catalogue: Catalogue = new Map(kinds.map((kind) => [kind.kind, kind]));
