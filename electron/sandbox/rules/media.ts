import type { GenerationJob } from "../jobs.ts";
import type { Probe } from "../probe.ts";
import { invalid } from "../refusal.ts";
import type { Role } from "../state.ts";

const MEGABYTE = 1024 * 1024;

interface ImageRule {
  readonly shortestSide: number;
  /** The widest aspect, either way round; absent where the document has no limit. */
  readonly aspect?: number;
  readonly megabytes?: number;
  readonly formats: readonly string[];
}

const SEEDANCE: ImageRule = { shortestSide: 400, formats: ["jpeg", "png", "webp", "bmp"] };

const IMAGE_RULES: Readonly<Record<GenerationJob["model"], ImageRule>> = {
  sd2: SEEDANCE,
  "sd2-fast": SEEDANCE,
  happyhorse: { shortestSide: 300, aspect: 2.5, megabytes: 10, formats: ["jpeg", "png", "bmp", "webp"] },
  "gpt-image-2": { shortestSide: 256, aspect: 3, megabytes: 50, formats: ["jpeg", "png", "webp"] },
};

const LONGEST_REFERENCE_SECONDS = 15;

function checkImage(field: string, probe: Probe, model: GenerationJob["model"]): void {
  const rule = IMAGE_RULES[model];
  const { width = 0, height = 0 } = probe;
  if (!rule.formats.includes(probe.format)) throw invalid(field, `is ${probe.format}; ${model} takes ${rule.formats.join(", ")}`);
  if (Math.min(width, height) < rule.shortestSide) {
    throw invalid(field, `is ${width}x${height}; the shortest side must be at least ${rule.shortestSide}px for ${model}`);
  }
  if (rule.aspect !== undefined && Math.max(width / height, height / width) > rule.aspect) {
    throw invalid(field, `is ${width}x${height}; the aspect must lie between 1:${rule.aspect} and ${rule.aspect}:1 for ${model}`);
  }
  if (rule.megabytes !== undefined && probe.bytes > rule.megabytes * MEGABYTE) {
    throw invalid(field, `has ${(probe.bytes / MEGABYTE).toFixed(1)} MB; at most ${rule.megabytes} MB for ${model}`);
  }
}

/** Checks a measured source against the rules of its role and model; throws a 400 that names the field. */
export function checkMedia(field: string, probe: Probe, role: Role, model: GenerationJob["model"]): void {
  if (probe.kind !== role) throw invalid(field, `is ${probe.kind} (${probe.format}), not ${role}`);
  if (role === "image") {
    checkImage(field, probe, model);
    return;
  }
  const seconds = probe.seconds ?? 0;
  if (seconds > LONGEST_REFERENCE_SECONDS) throw invalid(field, `lasts ${seconds.toFixed(2)} s; a reference may last ${LONGEST_REFERENCE_SECONDS} s`);
}
