import type { FieldSpec } from "./fieldSpec.ts";

/** A value, or none because the selected nodes have different ones. */
export type FieldValue = { mixed: false; value: unknown } | { mixed: true };

/** What every control gets. `labelledBy` and `describedBy` are ids of elements. */
export interface ControlProps {
  spec: FieldSpec;
  field: FieldValue;
  invalid: boolean;
  labelledBy: string;
  describedBy: string;
  /** Committed as it is typed; bursts of one field are one step of undo. */
  onChange: (value: unknown) => void;
}
