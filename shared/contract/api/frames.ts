import { z } from "zod";
import type { FrameAt } from "../../fit/operation.ts";

/** A picture that the host needs out of a video of its library, and that a page decodes for it. */
export interface FrameJob {
  id: string;
  /** Of the video; its address is that of any media. */
  sha256: string;
  at: FrameAt;
}

/** Begins with every job that waits; a job that is offered again was given back by another page. */
export type FrameOffer = { jobs: readonly FrameJob[] };

const id = z.string().min(1).max(64);

export const watchFramesInput = z.object({ window: id });
export const frameInput = z.object({ window: id, job: id });
export const deliverFrameInput = frameInput.extend({ png: z.instanceof(Blob) });
export const failFrameInput = frameInput.extend({ message: z.string().max(2_000) });
