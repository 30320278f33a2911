import { paddedSize } from "../../shared/fit/forecast.ts";
import type { ImageFit } from "../../shared/fit/operation.ts";
import type { PixelRect, PixelSize } from "./cropShape.ts";
import classes from "./FitViews.module.css";

const ROOM = { width: 248, height: 104 };

/** What a crop with its bars looks like, in small. */
export function CropResult({ url, size, rect, fit }: { url: string | null; size: PixelSize; rect: PixelRect; fit: ImageFit }) {
  const whole = paddedSize(fit, rect);
  const scale = Math.min(ROOM.width / whole.width, ROOM.height / whole.height);
  const px = (length: number): number => Math.round(length * scale * 100) / 100;
  return (
    <div className={classes["result"]}>
      <div className={classes["padded"]} style={{ width: px(whole.width), height: px(whole.height), background: fit.pad?.colour }}>
        <div className={classes["kept"]} style={{ left: px((whole.width - rect.width) / 2), top: px((whole.height - rect.height) / 2), width: px(rect.width), height: px(rect.height) }}>
          {url !== null && <img src={url} alt="" style={{ left: -px(rect.x), top: -px(rect.y), width: px(size.width), height: px(size.height) }} />}
        </div>
      </div>
    </div>
  );
}
