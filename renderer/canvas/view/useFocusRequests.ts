import { useEffect } from "react";
import type { Stage } from "../stage/stage.ts";
import { reveal } from "./animate.ts";

/** Brings into view what other panels ask for. */
export function useFocusRequests(stage: Stage): void {
  useEffect(
    () =>
      stage.session.subscribe(({ focus }, before) => {
        if (focus && focus !== before.focus) reveal(stage, focus.ids);
      }),
    [stage],
  );
}
