import { useState, type DragEvent } from "react";
import { useTranslation } from "react-i18next";
import type { NodePlanView } from "../../shared/contract/api/plan.ts";
import type { GraphNode } from "../../shared/graph/document.ts";
import type { MediaSource, MediaType } from "../../shared/graph/media.ts";
import { FitButton } from "../fit/FitButton.tsx";
import { useSession } from "../state/hooks.ts";
import { ACCEPTED } from "../ui/mediaFiles.ts";
import { openViewer } from "../ui/viewerStore.ts";
import { AddressForm } from "./AddressForm.tsx";
import classes from "./Card.module.css";
import { CARD } from "./cardSizes.ts";
import { droppedMedia, isMediaDrag, sourceOf, takeFile, takeMedia } from "./chooseSource.ts";
import { MadePicture } from "./MadePicture.tsx";
import { ReviewLine, ReviewState } from "./ReviewLine.tsx";
import { badgeOf, Elsewhere, Picture } from "./Preview.tsx";
import previewClasses from "./Preview.module.css";
import sourceClasses from "./Source.module.css";

interface SourceCardProps {
  node: GraphNode;
  type: MediaType;
  plan: NodePlanView | undefined;
  /** Pixels that the ports take. */
  ports: number;
}

interface Uploading {
  name: string;
  /** Of the file; 0 while nothing worth telling has gone. */
  percent: number;
  stop: () => void;
}

/** Below so many bytes a percentage would only flicker. */
const WORTH_TELLING = 4 * 1024 * 1024;

/** Body of imageAsset, videoRef and audioRef: a place to drop a file on, then the file. */
export function SourceCard({ node, type, plan, ports }: SourceCardProps) {
  const { t } = useTranslation("nodes");
  const session = useSession();
  const [uploading, setUploading] = useState<Uploading | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isOver, setIsOver] = useState(false);
  const [asksAddress, setAsksAddress] = useState(false);
  const source = sourceOf(node.params);

  const take = async (file: File) => {
    const stop = new AbortController();
    setProblem(null);
    setUploading({ name: file.name, percent: 0, stop: () => stop.abort() });
    const onProgress = (sent: number) => file.size >= WORTH_TELLING && setUploading((now) => now && { ...now, percent: Math.min(100, Math.floor((sent / file.size) * 100)) });
    try {
      setProblem(await takeFile(session, node.id, type, file, stop.signal, onProgress));
    } catch (error) {
      if (!stop.signal.aborted) setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setUploading(null);
    }
  };
  const drop = (event: DragEvent) => {
    if (!isMediaDrag(event.dataTransfer)) return;
    // The canvas would make a node of it.
    event.preventDefault();
    event.stopPropagation();
    setIsOver(false);
    const dropped = droppedMedia(event.dataTransfer);
    if (dropped instanceof File) void take(dropped);
    else if (dropped) setProblem(takeMedia(session, node.id, type, dropped));
  };
  const dragOver = (event: DragEvent) => {
    if (!isMediaDrag(event.dataTransfer)) return;
    event.preventDefault();
    event.stopPropagation();
    setIsOver(true);
  };
  const endAddress = () => {
    setAsksAddress(false);
    setProblem(null);
  };
  const planned = plan?.problems.find(({ severity }) => severity === "error");
  const wrong = problem ?? (source ? planned?.message : null) ?? null;

  return (
    <>
      <div className={previewClasses["frame"]} data-over={isOver} onDragOver={dragOver} onDragLeave={() => setIsOver(false)} onDrop={drop}>
        {uploading ? (
          <output className={previewClasses["empty"]}>
            <strong>{uploading.percent > 0 ? t("source.uploadingPercent", { name: uploading.name, percent: uploading.percent }) : t("source.uploading", { name: uploading.name })}</strong>
            <button type="button" className={`${classes["quiet"]} nodrag nopan`} onClick={uploading.stop}>
              {t("source.stop")}
            </button>
          </output>
        ) : asksAddress ? (
          <AddressForm id={node.id} value={source?.type === "url" ? source.url : source?.type === "asset" ? source.uri : ""} onEnd={endAddress} />
        ) : source ? (
          <>
            <Chosen id={node.id} source={source} type={type} plan={plan} />
            <ReviewState value={plan?.values[0]} type={type} />
          </>
        ) : (
          <div className={`${sourceClasses["zone"]}`} data-over={isOver}>
            <strong>{t(`source.drop.${type}`)}</strong>
            <span className={sourceClasses["buttons"]}>
              <FileButton type={type} label={t("source.choose")} onFile={take} />
              <button type="button" className={`${classes["quiet"]} nodrag nopan`} onClick={() => setAsksAddress(true)}>
                {t("source.url")}
              </button>
            </span>
          </div>
        )}
      </div>
      <div style={{ height: ports }} />
      <div className={classes["footer"]} style={{ height: CARD.footer }}>
        {wrong === null ? (
          <ReviewLine node={node} type={type} />
        ) : (
          <span className={classes["line"]} data-tone="bad" title={[wrong, planned && !problem ? planned.fix : null].filter(Boolean).join("\n")} role="alert">
            {wrong}
          </span>
        )}
        {source && !asksAddress && (
          <>
            <FileButton type={type} label={t("source.replace")} hint={t("source.replaceHint")} onFile={take} />
            <button type="button" className={`${classes["quiet"]} nodrag nopan`} style={{ marginLeft: -6 }} onClick={() => setAsksAddress(true)}>
              {t("source.asUrl")}
            </button>
          </>
        )}
      </div>
    </>
  );
}

function Chosen({ id, source, type, plan }: { id: string; source: MediaSource; type: MediaType; plan: NodePlanView | undefined }) {
  const { t } = useTranslation("nodes");
  if (source.type !== "file") return <Elsewhere value={{ label: source.type === "url" ? source.url : source.uri }} />;
  const value = plan?.values[0];
  if (value?.made) return <MadePicture key={value.sha256 ?? ""} id={id} value={value} type={type} title={source.name} />;
  const badge = value && type !== "image" ? badgeOf(value) : null;
  return (
    <>
      <Picture sha256={source.sha256} type={type} badge={badge} label={t("preview.open", { name: source.name })} onOpen={() => openViewer({ items: [source.sha256], title: source.name })} />
      <span className={previewClasses["tools"]}>
        <FitButton id={id} form="sign" className={previewClasses["tool"] ?? ""} />
      </span>
    </>
  );
}

/** A label is the button, so that the browser's own picker opens without a script asking for it. */
function FileButton({ type, label, hint, onFile }: { type: MediaType; label: string; hint?: string; onFile: (file: File) => Promise<void> }) {
  return (
    <label className={`${classes["quiet"]} ${sourceClasses["file"]} nodrag nopan`} title={hint}>
      {label}
      <input
        type="file"
        accept={ACCEPTED[type]}
        aria-label={hint ?? label}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.item(0);
          // The same file may be chosen again.
          currentTarget.value = "";
          if (file) void onFile(file);
        }}
      />
    </label>
  );
}
