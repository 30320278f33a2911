import {
  IconAlignLeft,
  IconBadgeHd,
  IconCrop,
  IconDownload,
  IconFrame,
  IconHorseToy,
  IconListNumbers,
  IconMovie,
  IconNote,
  IconPhoto,
  IconPhotoVideo,
  IconPuzzle,
  IconRoute,
  IconScissors,
  IconSparkles,
  IconVideo,
  IconWaveSine,
  IconWand,
} from "@tabler/icons-react";
import { catalogue } from "../../shared/nodes/catalogue.ts";

const ICONS: Readonly<Record<string, typeof IconPhoto>> = {
  prompt: IconAlignLeft,
  promptList: IconListNumbers,
  imageAsset: IconPhoto,
  videoRef: IconMovie,
  audioRef: IconWaveSine,
  generateSd2: IconVideo,
  generateHappyhorse: IconHorseToy,
  gptImage2: IconWand,
  upscaleVideo: IconBadgeHd,
  extractFrame: IconPhotoVideo,
  fitImage: IconCrop,
  fitVideo: IconScissors,
  fitAudio: IconScissors,
  output: IconDownload,
  note: IconNote,
  group: IconFrame,
  reroute: IconRoute,
};

/** A node kind's sign in the colour of what it makes. */
export function KindIcon({ kind, size = 15 }: { kind: string; size?: number }) {
  const known = catalogue.get(kind);
  // A kind that has no sign of its own yet; one that nobody knows is a piece of another puzzle.
  const Icon = ICONS[kind] ?? (known ? IconSparkles : IconPuzzle);
  const type = known?.output?.type;
  return <Icon size={size} stroke={1.7} aria-hidden style={{ color: type && type !== "any" ? `var(--port-${type})` : "var(--dim)", flex: "none" }} />;
}
