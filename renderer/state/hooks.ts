import { createContext, use } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { NodePlanView } from "../../shared/contract/api/plan.ts";
import type { StepEvent } from "../../shared/contract/runEvents.ts";
import type { GraphEdge, GraphNode } from "../../shared/graph/document.ts";
import { edgesAt } from "../../shared/edit/edgesAt.ts";
import { currentRun, useRuns } from "./runsStore.ts";
import type { Session, SessionState } from "./session.ts";

export const SessionContext = createContext<Session | null>(null);

/** The graph that this part of the page shows. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error("this component needs a graph around it");
  return session;
}

/** A part of the graph's state; re-renders only when that part changes. */
export function useSessionState<T>(select: (state: SessionState) => T): T {
  return useStore(useSession(), select);
}

export function useNode(id: string): GraphNode | undefined {
  return useSessionState(({ doc }) => doc.nodes.get(id)?.value);
}

export function useNodePlan(id: string): NodePlanView | undefined {
  return useSessionState(({ plan }) => plan.nodes.get(id));
}

/** Edges into and out of a node in the document's order; the same lists while they are equal. */
export function useEdgesAt(id: string): { incoming: readonly GraphEdge[]; outgoing: readonly GraphEdge[] } {
  const incoming = useStore(useSession(), useShallow(({ doc }) => edgesAt(doc, id).incoming));
  const outgoing = useStore(useSession(), useShallow(({ doc }) => edgesAt(doc, id).outgoing));
  return { incoming, outgoing };
}

export function useIsSelected(id: string): boolean {
  return useSessionState(({ selection }) => selection.has(id));
}

/** Newest states of a node's steps in the graph's current or last run, in the order of their items. */
export function useNodeSteps(id: string): readonly StepEvent[] {
  const graphId = useSessionState(({ doc }) => doc.meta.id);
  return useRuns(({ runs, steps }) => {
    const run = currentRun(runs, graphId);
    return (run && steps.get(run.runId)?.get(id)) ?? NO_STEPS;
  });
}

const NO_STEPS: readonly StepEvent[] = [];
