import { isRefusal, type Refusal } from "../../shared/edit/draft.ts";
import type { Change, DocState } from "../../shared/edit/records.ts";
import { useSession } from "../state/hooks.ts";
import type { Session } from "../state/session.ts";
import { reportTrouble } from "../state/trouble.ts";

/** Makes an edit of the newest document, as a step of undo of its own or, with a `mergeKey`, as a part of a burst. */
export type Edit = (make: (doc: DocState) => Change | Refusal, label: string, mergeKey?: string) => void;

export function useEdit(): Edit {
  const session = useSession();
  return (make, label, mergeKey) => edit(session, make, label, mergeKey);
}

function edit(session: Session, make: (doc: DocState) => Change | Refusal, label: string, mergeKey?: string): void {
  const change = make(session.getState().doc);
  if (isRefusal(change)) reportTrouble(change.refused);
  else session.commit(change, mergeKey === undefined ? { label } : { label, mergeKey });
}
