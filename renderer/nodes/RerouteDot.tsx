import { portTypes } from "../../shared/edit/ports.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { useSessionState } from "../state/hooks.ts";
import classes from "./Furniture.module.css";

/** A reroute in the colour of what it carries, or of what it leads to. */
export function RerouteDot({ id }: { id: string }) {
  const type = useSessionState(({ doc }) => portTypes(doc, catalogue).shown(id));
  return <div className={classes["reroute"]} data-type={type ?? "any"} />;
}
