import { useEffect } from "react";
import { useApp } from "../../state/app.ts";
import { useRuns } from "../../state/runsStore.ts";
import { lookAgain } from "../draw/thumbnails.ts";
import type { Stage } from "../stage/stage.ts";

/** Brings what changes in the session to the canvas. */
export function useSceneSync(stage: Stage): void {
  useEffect(() => {
    const { session, scene } = stage;
    const { doc, selection } = session.getState();
    if (scene.sync(doc, selection)) stage.refresh();
    const stops = [
      session.subscribe((now, before) => {
        const changed = now.doc !== before.doc && scene.sync(now.doc, now.selection);
        if (now.selection !== before.selection) scene.nodes.select(now.selection);
        if (changed || now.selection !== before.selection) stage.refresh();
        else if (now.hovered !== before.hovered || now.selectedEdges !== before.selectedEdges || now.plan !== before.plan) stage.draw();
      }),
      useRuns.subscribe(() => stage.draw()),
      useApp.subscribe((now, before) => {
        if (now.grant === before.grant && now.libraryRevision === before.libraryRevision) return;
        lookAgain();
        stage.draw();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [stage]);
}
