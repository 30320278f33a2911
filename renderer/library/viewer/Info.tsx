import { Button } from "@mantine/core";
import { IconSitemap } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { MediaItem } from "../../../shared/contract/libraryQueries.ts";
import { nameOfNode } from "../../../shared/edit/ports.ts";
import type { MediaDetails, MediaFacts, MediaType } from "../../../shared/graph/media.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { useApp } from "../../state/app.ts";
import { bytesText, numberText } from "../../ui/format.ts";
import { CopyText } from "../CopyText.tsx";
import { dateText } from "../when.ts";
import { timeText } from "./frames.ts";
import classes from "./Info.module.css";

interface Props {
  facts: MediaFacts;
  /** Undefined while it is asked for. */
  item: MediaItem | null | undefined;
  /** Of which one of two this tells. */
  name: string | null;
  onMaker: () => void;
}

/** What a file is, and where it came from. */
export function Info({ facts, item, name, onMaker }: Props) {
  const { t } = useTranslation("library");
  const { width, height, durationSeconds, bytes, format, sha256, type } = facts;
  return (
    <section className={classes["info"]}>
      {name !== null && <h3>{name}</h3>}
      <dl>
        <Row name={t("info.type")}>{`${t(`type.${type}`)} · ${format.toUpperCase()}`}</Row>
        {width !== null && height !== null && <Row name={t("info.size")}>{`${width} × ${height}`}</Row>}
        {durationSeconds !== null && <Row name={t("info.length")}>{timeText(durationSeconds)}</Row>}
        {facts.details && <DetailRows details={facts.details} type={type} />}
        <Row name={t("info.bytes")}>{bytesText(bytes)}</Row>
        <Row name={t("info.sha256")}>
          <code title={sha256}>{`${sha256.slice(0, 8)}…${sha256.slice(-6)}`}</code>
          <CopyText text={sha256} label={t("info.copySha256")} />
        </Row>
      </dl>
      {item && <Origin item={item} onMaker={onMaker} />}
      {item === null && <p className={classes["dim"]}>{t("info.unknown")}</p>}
    </section>
  );
}

/** What more was measured of the file; what is usual is not told. */
function DetailRows({ details, type }: { details: MediaDetails; type: MediaType }) {
  const { t } = useTranslation("library");
  const { orientation = 1, alpha, animated, frameRate, videoCodec, audioCodec, sound } = details;
  return (
    <>
      {frameRate !== undefined && <Row name={t("info.frameRate")}>{t("info.perSecond", { rate: rate.format(frameRate) })}</Row>}
      {videoCodec !== undefined && <Row name={t("info.videoCodec")}>{codecText(videoCodec)}</Row>}
      {type !== "image" && <Row name={t("info.sound")}>{sound === false ? t("info.noSound") : audioCodec === undefined ? t("info.notKnown") : codecText(audioCodec)}</Row>}
      {orientation > 1 && <Row name={t("info.orientation")}>{t("info.turned", { orientation })}</Row>}
      {alpha === true && <Row name={t("info.alpha")}>{t("info.hasAlpha")}</Row>}
      {animated === true && <Row name={t("info.animated")}>{t("info.firstPicture")}</Row>}
    </>
  );
}

const rate = new Intl.NumberFormat("en", { maximumFractionDigits: 3 });

const CODECS: Readonly<Record<string, string>> = { h264: "H.264", h265: "H.265 (HEVC)", prores: "ProRes", opus: "Opus", vorbis: "Vorbis" };

function codecText(codec: string): string {
  return CODECS[codec] ?? codec.toUpperCase();
}

function Origin({ item: { take, name, at, origin }, onMaker }: { item: MediaItem; onMaker: () => void }) {
  const { t } = useTranslation("library");
  const node = useNodeName(take);
  return (
    <>
      <h4>{t(`info.${origin}`)}</h4>
      <dl>
        {name !== null && <Row name={t("info.name")}>{name}</Row>}
        <Row name={t("info.at")}>{dateText(at)}</Row>
        {take && (
          <>
            <Row name={t("info.model")}>{take.model}</Row>
            <Row name={t("info.billed")}>{take.billed === null ? t("info.notKnown") : t("info.credits", { credits: numberText(take.billed) })}</Row>
            <Row name={t("info.graph")}>{take.graphName || t("maker.unnamed")}</Row>
            <Row name={t("info.node")}>{take.item > 0 ? t("info.nodeItem", { node, item: take.item + 1 }) : node}</Row>
          </>
        )}
      </dl>
      {take && (
        <>
          <Button variant="default" fullWidth leftSection={<IconSitemap size={14} />} onClick={onMaker}>
            {t("action.maker")}
          </Button>
          {take.prompt !== null && (
            <>
              <h4>
                {t("info.prompt")}
                <CopyText text={take.prompt} label={t("info.copyPrompt")} />
              </h4>
              <p className={classes["prompt"]}>{take.prompt}</p>
            </>
          )}
        </>
      )}
    </>
  );
}

/** What the node is called where its graph is open; else its id. */
function useNodeName(take: MediaItem["take"]): string {
  return useApp(({ tabs }) => {
    if (!take) return "";
    const node = tabs.map(({ session }) => session.getState().doc).find(({ meta }) => meta.id === take.graphId)?.nodes.get(take.nodeId)?.value;
    return node ? nameOfNode(node, catalogue) : take.nodeId;
  });
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes["row"]}>
      <dt>{name}</dt>
      <dd className="num">{children}</dd>
    </div>
  );
}
