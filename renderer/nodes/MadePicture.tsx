import { IconHistory } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ValueView } from "../../shared/contract/api/plan.ts";
import type { MediaType } from "../../shared/graph/media.ts";
import { FitButton } from "../fit/FitButton.tsx";
import { useMadeWords } from "../fit/madeWords.ts";
import { MediaThumb } from "../ui/MediaThumb.tsx";
import { openViewer } from "../ui/viewerStore.ts";
import { badgeOf, Elsewhere, Picture } from "./Preview.tsx";
import classes from "./Preview.module.css";

/** What is made here and sent, with a mark of what was done; on demand what it was made of. Until it is made, that stands behind in grey. */
export function MadePicture({ id, value, type, title }: { id: string; value: ValueView; type: MediaType; title: string }) {
  const { t } = useTranslation("fit");
  const { t: inNodes } = useTranslation("nodes");
  const [isOriginal, setIsOriginal] = useState(false);
  const words = useMadeWords(value);
  const { made, sha256 } = value;
  const from = made?.from.sha256 ?? null;
  if (sha256 === null && from === null && value.label !== null) return <Elsewhere value={value} />;
  const label = inNodes("preview.open", { name: title });
  const tools = (
    <span className={classes["tools"]}>
      <FitButton id={id} form="sign" className={classes["tool"] ?? ""} />
      {sha256 !== null && from !== null && (
        <button type="button" className={`${classes["tool"]} nodrag nopan`} aria-pressed={isOriginal} aria-label={t("made.showOriginal")} title={isOriginal ? t("made.showMade") : t("made.showOriginal")} onClick={() => setIsOriginal(!isOriginal)}>
          <IconHistory size={14} stroke={1.8} aria-hidden />
        </button>
      )}
    </span>
  );
  if (sha256 === null) {
    return (
      <div className={classes["empty"]} data-over={from !== null}>
        {from !== null && made && (
          <div className={classes["before"]}>
            <MediaThumb sha256={from} type={made.from.type} width={320} fit="contain" />
          </div>
        )}
        <span className={classes["soon"]}>{t("made.soon")}</span>
        {words !== "" && <span className={`${classes["badge"]} num`}>{words}</span>}
        {tools}
      </div>
    );
  }
  const shown = isOriginal && from !== null ? from : sha256;
  return (
    <>
      <Picture sha256={shown} type={isOriginal && made ? made.from.type : type} badge={isOriginal ? t("made.original") : words === "" ? badgeOf(value) : words} label={label} onOpen={() => openViewer({ items: [shown], title })} />
      {tools}
    </>
  );
}
