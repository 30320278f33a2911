import type { MediaFacts } from "../../shared/graph/media.ts";
import type { MediaValue } from "../../shared/nodes/values.ts";
import { unmadeOf } from "../../shared/plan/derivedValues.ts";
import type { Plan } from "../../shared/plan/types.ts";
import type { Deriver } from "../derive/deriver.ts";

/** What this machine makes of other media before a run needs it, and what it could not make. */
export interface Making {
  /** Grows with every trouble: a plan may look different then. */
  readonly revision: number;
  /** Why something cannot be made, by its identity; undefined where that was not found out. */
  trouble(identity: string): string | undefined;
  /** Rejects as the deriver does; what would go wrong again is remembered, so that it is told and not tried again and again. */
  make(value: MediaValue, signal?: AbortSignal): Promise<MediaFacts>;
  /** Makes all that a plan could use already. What goes wrong is remembered as trouble. True: a new plan may differ. */
  ahead(plan: Plan): Promise<boolean>;
}

export function createMaking(deriver: Deriver): Making {
  const troubles = new Map<string, string>();
  let revision = 0;

  async function make(value: MediaValue, signal?: AbortSignal): Promise<MediaFacts> {
    try {
      return await deriver.make(value, signal);
    } catch (error) {
      if (signal?.aborted !== true && wouldHappenAgain(error)) {
        troubles.set(value.identity, error instanceof Error ? error.message : String(error));
        revision += 1;
      }
      throw error;
    }
  }

  return {
    get revision() {
      return revision;
    },
    trouble: (identity) => troubles.get(identity),
    make,
    async ahead(plan) {
      const unmade = unmadeOf(plan).filter(({ identity }) => !troubles.has(identity));
      await Promise.allSettled(unmade.map((value) => make(value)));
      return unmade.length > 0;
    },
  };
}

/** A full disk may have room again: that is no fault of the medium. */
function wouldHappenAgain(error: unknown): boolean {
  return !(error instanceof Error) || !("code" in error) || (error.code !== "disk-full" && error.code !== "unwritable" && error.code !== "ABORT_ERR");
}
