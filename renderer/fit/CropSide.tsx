import { NumberInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { fittedSize } from "../../shared/fit/forecast.ts";
import type { ImageFit } from "../../shared/fit/operation.ts";
import type { ImageLimits } from "../../shared/nodes/imageRules.ts";
import { CropResult } from "./CropResult.tsx";
import { aspectOf, faultsOf, presetsFor, ratioName, type AspectName, type PixelRect, type PixelSize } from "./cropShape.ts";
import { FitActions } from "./FitActions.tsx";
import classes from "./FitViews.module.css";

interface CropSideProps {
  url: string | null;
  size: PixelSize;
  rect: PixelRect;
  onRect: (rect: PixelRect) => void;
  aspect: AspectName;
  onAspect: (aspect: AspectName) => void;
  pad: ImageFit["pad"];
  onPad: (pad: ImageFit["pad"]) => void;
  fit: ImageFit;
  limits: readonly ImageLimits[];
  onTake: () => void;
  onReset: () => void;
}

const FIELDS = ["x", "y", "width", "height"] as const;
const BLACK = "#000000";

/** Beside the picture: aspect, pixels, bars, what is sent, and what its consumers would say. */
export function CropSide({ url, size, rect, onRect, aspect, onAspect, pad, onPad, fit, limits, onTake, onReset }: CropSideProps) {
  const { t } = useTranslation("fit");
  const presets = presetsFor(limits);
  const made = fittedSize(fit, size);
  const faults = faultsOf(fit, size, limits);
  const longest = Math.min(...limits.map((one) => one.aspect ?? Infinity));
  return (
    <form
      className={classes["side"]}
      onSubmit={(event) => {
        event.preventDefault();
        onTake();
      }}
    >
      <fieldset className={classes["part"]}>
        <legend className={classes["label"]}>{t("crop.aspect")}</legend>
        <div className={classes["chips"]}>
          {presets.map((name) => (
            <button key={name} type="button" className={classes["chip"]} aria-pressed={name === aspect} onClick={() => onAspect(name)}>
              {name === "free" || name === "original" ? t(`crop.presets.${name}`) : name}
            </button>
          ))}
        </div>
        {longest !== Infinity && (
          <p className={classes["faint"]}>{t("crop.limited", { models: limits.filter((one) => one.aspect === longest).map(({ model }) => model).join(", "), ratio: ratioName(longest) })}</p>
        )}
      </fieldset>
      <div className={classes["part"]}>
        <h3 className={classes["label"]}>
          {t("crop.area")} <span className={`num ${classes["faint"]}`}>{t("crop.of", { ...size })}</span>
        </h3>
        <div className={classes["numbers"]}>
          {FIELDS.map((name) => (
            <NumberInput
              key={name}
              size="xs"
              leftSection={<span className={classes["faint"]}>{name === "width" ? "W" : name === "height" ? "H" : name.toUpperCase()}</span>}
              aria-label={t(`crop.${name}`)}
              value={rect[name]}
              min={name === "x" || name === "y" ? 0 : 1}
              max={name === "x" || name === "width" ? size.width : size.height}
              allowDecimal={false}
              hideControls
              onChange={(value) => {
                if (value !== "") onRect(withField(rect, name, Number(value), aspectOf(aspect, size)));
              }}
            />
          ))}
        </div>
      </div>
      <div className={classes["part"]}>
        <h3 className={classes["label"]}>{t("crop.padTo")}</h3>
        <div className={classes["chips"]}>
          <button type="button" className={classes["chip"]} aria-pressed={pad === undefined} onClick={() => onPad(undefined)}>
            {t("crop.padNone")}
          </button>
          {presets.slice(2, 6).map((name) => {
            const ratio = aspectOf(name, size) ?? 1;
            return (
              <button key={name} type="button" className={classes["chip"]} aria-pressed={pad !== undefined && Math.abs(pad.aspect - ratio) < 1e-6} onClick={() => onPad({ aspect: ratio, colour: pad?.colour ?? BLACK })}>
                {name}
              </button>
            );
          })}
          {pad && <input type="color" className={classes["colour"]} aria-label={t("crop.padColour")} value={pad.colour} onChange={({ currentTarget }) => onPad({ ...pad, colour: currentTarget.value })} />}
        </div>
      </div>
      <div className={classes["part"]}>
        <h3 className={classes["label"]}>
          {t("crop.result")} <span className={`num ${classes["strong"]}`}>{t("made.size", { ...made })}</span>
        </h3>
        <CropResult url={url} size={size} rect={rect} fit={fit} />
        {faults.map((fault) => (
          <output key={`${fault.is} ${fault.model}`} className={classes["warning"]}>
            <IconAlertTriangle size={15} aria-hidden />
            {fault.is === "tooSmall" ? t("crop.tooSmall", { model: fault.model, pixels: fault.pixels, has: fault.has }) : t("crop.tooLong", { model: fault.model, ratio: fault.ratio, is: fault.of })}
          </output>
        ))}
        <p className={classes["faint"]}>{t("crop.keys")}</p>
      </div>
      <FitActions onReset={onReset} />
    </form>
  );
}

/** One number changed; with an aspect that is held the other side follows. */
function withField(rect: PixelRect, name: keyof PixelRect, value: number, aspect: number | null): PixelRect {
  if (aspect === null || name === "x" || name === "y") return { ...rect, [name]: value };
  return name === "width" ? { ...rect, width: value, height: value / aspect } : { ...rect, height: value, width: value * aspect };
}
