import { useElementSize } from "@mantine/hooks";
import { useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { ReactCrop } from "react-image-crop";
import "react-image-crop/dist/ReactCrop.css";
import { isRefusal } from "../../shared/edit/draft.ts";
import { fitChange } from "../../shared/edit/mends.ts";
import type { ImageFit } from "../../shared/fit/operation.ts";
import { mediaUrl, useApp } from "../state/app.ts";
import { useSession, useSessionState } from "../state/hooks.ts";
import { reportTrouble } from "../state/trouble.ts";
import { closeFit } from "../ui/fitStore.ts";
import { CropSide } from "./CropSide.tsx";
import cropClasses from "./Crop.module.css";
import { aspectOf, centredIn, cropOf, inside, rectOf, type AspectName, type PixelRect, type PixelSize } from "./cropShape.ts";
import classes from "./FitViews.module.css";
import { limitsFor, subjectOf } from "./subject.ts";

const ARROWS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const FAST = 10;

/** The picture large, the part that is kept, and what becomes of it. Taken as one step of undo. */
export function CropView({ id }: { id: string }) {
  const { t } = useTranslation("fit");
  const session = useSession();
  // What it was when the view opened: edits of other windows do not move what is being drawn here.
  const [subject] = useState(() => subjectOf(session.getState(), id));
  const [limits] = useState(() => limitsFor(session.getState().doc, id));
  const isPending = useSessionState((state) => subjectOf(state, id)?.from.sha256 === null);
  const { from, operation } = subject ?? {};
  const size = from?.width && from.height ? { width: from.width, height: from.height } : null;
  if (!subject || operation?.type !== "image" || !size || from?.sha256 == null) {
    return (
      <div className={classes["stage"]}>
        <p className={classes["nothing"]}>{t(isPending ? "view.noPicture" : "view.elsewhere")}</p>
      </div>
    );
  }
  const take = (fit: ImageFit) => {
    const change = fitChange(session.getState().doc, id, { type: "image", fit });
    if (isRefusal(change)) reportTrouble(change.refused);
    else session.commit(change, { label: t("crop.undo") });
    closeFit();
  };
  return <Crop sha256={from.sha256} size={size} before={operation.fit} limits={limits} onTake={take} />;
}

interface CropProps {
  sha256: string;
  size: PixelSize;
  before: ImageFit;
  limits: ReturnType<typeof limitsFor>;
  onTake: (fit: ImageFit) => void;
}

function Crop({ sha256, size, before, limits, onTake }: CropProps) {
  const { t } = useTranslation("fit");
  const url = useApp(({ grant }) => mediaUrl(grant, sha256, 1280));
  const { ref: stageRef, width: stageWidth, height: stageHeight } = useElementSize();
  const [rect, setRect] = useState(() => rectOf(before.crop, size));
  const [aspect, setAspect] = useState<AspectName>("free");
  const [pad, setPad] = useState(before.pad);
  const ratio = aspectOf(aspect, size);
  const { crop: _crop, pad: _pad, ...rest } = before;
  const crop = cropOf(rect, size);
  const fit: ImageFit = { ...rest, ...(crop && { crop }), ...(pad && { pad }) };
  const choose = (name: AspectName) => {
    const wanted = aspectOf(name, size);
    setAspect(name);
    if (wanted !== null) setRect(centredIn(name === "original" ? rectOf(undefined, size) : rect, wanted));
  };
  const keyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      event.preventDefault();
      onTake(fit);
      return;
    }
    const by = ARROWS[event.key];
    // The handles have keys of their own.
    if (!by || !(event.target as HTMLElement).classList.contains("ReactCrop__crop-selection")) return;
    event.preventDefault();
    event.stopPropagation();
    const step = event.shiftKey ? FAST : 1;
    setRect(inside({ ...rect, x: rect.x + by[0] * step, y: rect.y + by[1] * step }, size));
  };
  const scale = Math.min(stageWidth / size.width, stageHeight / size.height);
  const shown = { width: Math.floor(size.width * scale), height: Math.floor(size.height * scale) };
  const percent = { unit: "%" as const, x: (rect.x / size.width) * 100, y: (rect.y / size.height) * 100, width: (rect.width / size.width) * 100, height: (rect.height / size.height) * 100 };
  const draw = ({ x, y, width, height }: PixelRect) => {
    if (width > 0 && height > 0) setRect(inside({ x: (x / 100) * size.width, y: (y / 100) * size.height, width: (width / 100) * size.width, height: (height / 100) * size.height }, size));
  };
  return (
    <div className={classes["view"]}>
      <div className={classes["stage"]} onKeyDownCapture={keyDown}>
        <div ref={stageRef} className={cropClasses["room"]}>
          {url !== null && shown.width > 0 && (
            <ReactCrop
              className={cropClasses["crop"] ?? ""}
              crop={percent}
              {...(ratio === null ? {} : { aspect: ratio })}
              keepSelection
              ruleOfThirds
              ariaLabels={{ ...ReactCrop.defaultProps.ariaLabels, cropArea: t("crop.area") }}
              onChange={(_pixels, drawn) => draw(drawn)}
            >
              <img src={url} alt="" width={shown.width} height={shown.height} draggable={false} />
            </ReactCrop>
          )}
        </div>
      </div>
      <CropSide url={url} size={size} rect={rect} onRect={(next) => setRect(inside(next, size))} aspect={aspect} onAspect={choose} pad={pad} onPad={setPad} fit={fit} limits={limits} onTake={() => onTake(fit)} onReset={() => {
        setRect(rectOf(undefined, size));
        setAspect("free");
        setPad(undefined);
      }} />
    </div>
  );
}
