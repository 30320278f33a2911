import type { PortType } from "../../shared/graph/media.ts";
import classes from "./PortGlyph.module.css";

/** A port's colour and shape: text is round, an image square, a video a diamond, an audio half round. */
export function PortGlyph({ type }: { type: PortType | "any" }) {
  return <span className={classes.glyph} data-type={type} aria-hidden />;
}
