import { useEffect, type CSSProperties, type ReactNode } from "react";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import { MediaContent } from "./MediaContent.tsx";
import type { Player } from "./player.ts";
import classes from "./Stage.module.css";
import { useLie } from "./useLie.ts";
import { held, type Lie, type Size } from "./zoom.ts";

interface Layer {
  facts: MediaFacts;
  label: string;
  /** How it lies over those before it. */
  style?: CSSProperties;
}

interface Props {
  layers: readonly Layer[];
  lie: Lie;
  onLie: (change: (lie: Lie) => Lie) => void;
  player: Player;
  /** Over the media: a divider, names. */
  children?: ReactNode;
  /** Told the scale at which it fits, in screen pixels for a pixel of the file. */
  onFit?: ((fit: number) => void) | undefined;
}

/** Of what a sound's wave is drawn. */
const SOUND: Size = { width: 960, height: 360 };
const SQUARES_FROM = 3;

function sizeOf({ type, width, height }: MediaFacts): Size {
  if (type === "audio" || width === null || height === null) return SOUND;
  return { width, height };
}

/** A part of the stage in which one file lies, or several in the same place, to be zoomed and moved. */
export function Viewport({ layers, lie, onLie, player, children, onFit }: Props) {
  const [first] = layers;
  const content = first ? sizeOf(first.facts) : SOUND;
  const canPlay = layers.some(({ facts }) => facts.type !== "image");
  const { ref, stage, fit, handlers } = useLie({ content, lie, onLie, onClick: canPlay ? () => player.toggle() : undefined });
  useEffect(() => onFit?.(fit), [fit, onFit]);
  const shown = held(lie, content, stage);
  const box: CSSProperties = { width: content.width * fit, height: content.height * fit, transform: `translate(-50%, -50%) translate(${shown.x}px, ${shown.y}px) scale(${shown.zoom})` };
  return (
    <div className={classes["viewport"]} ref={ref} {...handlers} data-moves={lie.zoom > 1}>
      {stage.width > 0 &&
        layers.map(({ facts, label, style }) => (
          <div key={facts.sha256} className={classes["layer"]} style={style}>
            <div className={classes["box"]} style={box}>
              <MediaContent facts={facts} label={label} player={player} pixelated={fit * lie.zoom >= SQUARES_FROM} />
            </div>
          </div>
        ))}
      {children}
    </div>
  );
}
