import { useSessionState } from "../state/hooks.ts";
import { creditText } from "./format.ts";
import { priceOfReroll } from "./runPrice.ts";

/** What one take more of a node costs, as it is accepted when it is clicked. */
export function useRerollPrice(id: string): string {
  return useSessionState(({ doc, plan }) => creditText(priceOfReroll(doc, plan, id).credits));
}
