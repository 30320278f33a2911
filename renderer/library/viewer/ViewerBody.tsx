import { useWindowEvent } from "@mantine/hooks";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import { mediaUrl, useApp } from "../../state/app.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { WindowFile } from "../../ui/WindowFile.tsx";
import { changeViewer, closeViewer, type ViewerContent } from "../../ui/viewerStore.ts";
import { addToGraph } from "../addToGraph.ts";
import { reportTrouble } from "../../state/trouble.ts";
import { showMaker } from "../maker.ts";
import { fileNameOf } from "../names.ts";
import { useFacts, useItem } from "../useFacts.ts";
import { CompareMenu } from "./CompareMenu.tsx";
import { Controls } from "./Controls.tsx";
import { Filmstrip } from "./Filmstrip.tsx";
import { Info } from "./Info.tsx";
import { pressed, type ZoomTo } from "./keys.ts";
import { usePlayer } from "./usePlayer.ts";
import { useViewerPrefs } from "./prefs.ts";
import { Stage } from "./Stage.tsx";
import { Toolbar } from "./Toolbar.tsx";
import classes from "./Viewer.module.css";
import { FIT, zoomedBy, zoomedTo, type Lie } from "./zoom.ts";

const MIDDLE = { x: 0, y: 0 };
const ZOOM_STEP = 1.25;
const SAID_MS = 5_000;

/** Everything in the viewer: the file, what is known of it, what can be done with it. */
export function ViewerBody({ content }: { content: ViewerContent }) {
  const { t } = useTranslation("library");
  const { items, index, against, title } = content;
  const sha256 = items[index] ?? "";
  const known = useFacts(useMemo(() => (against === null ? items : [...items, against]), [items, against]));
  const facts = known.get(sha256);
  const other = (against === null || against === sha256 ? null : known.get(against)) ?? null;
  const grant = useApp(({ grant }) => grant);
  const item = useItem(sha256);
  const otherItem = useItem(other && against);
  const info = useViewerPrefs(({ info }) => info);
  const [lie, setLie] = useState<Lie>(FIT);
  const [fit, setFit] = useState(1);
  const [said, say] = useSaid();
  const body = useRef<HTMLDivElement>(null);
  const plays = facts !== undefined && facts !== null && (facts.type !== "image" || (other !== null && other.type !== "image"));
  const player = usePlayer(facts ?? null, other);
  // What had the keyboard may be gone with the file that was shown.
  useEffect(() => {
    if (!body.current?.contains(document.activeElement)) body.current?.focus();
  }, [sha256, against]);

  const go = (to: number) => {
    const place = Math.min(items.length - 1, Math.max(0, to));
    if (place !== index) changeViewer({ index: place });
  };
  const zoom = (to: ZoomTo) => setLie((before) => (to === "fit" ? FIT : to === "full" ? zoomedTo(before, 1, MIDDLE, fit) : zoomedBy(before, to === "in" ? ZOOM_STEP : 1 / ZOOM_STEP, MIDDLE, fit)));
  // Before a tooltip takes the key for itself; after what is open over the viewer.
  useWindowEvent(
    "keydown",
    (event) => {
      if (event.key === "Escape" && isOurs(event, body.current, true) && !document.querySelector("[role=menu], [role=dialog] [role=dialog]")) closeViewer();
    },
    { capture: true },
  );
  const byPointer = useRef(false);
  useWindowEvent("pointerdown", () => {
    byPointer.current = true;
  });
  useWindowEvent("keydown", (event) => {
    if (event.key === "Tab") byPointer.current = false;
    if (!isOurs(event, body.current, byPointer.current)) return;
    if (pressed(event, { plays, compares: other !== null, player, go, index, count: items.length, zoom })) event.preventDefault();
  });
  const use = (what: MediaFacts) => {
    const name = fileNameOf({ facts: what, ...item });
    if (addToGraph([{ type: what.type, source: { type: "file", sha256: what.sha256, name, bytes: what.bytes } }])) closeViewer();
    else say(t("viewer.noGraph"));
  };
  const maker = (take: Parameters<typeof showMaker>[0] | null | undefined) => {
    if (!take) return;
    void showMaker(take).then((problem) => (problem === null ? closeViewer() : say(problem)), reportTrouble);
  };
  const url = facts && mediaUrl(grant, sha256);
  return (
    <div className={classes["viewer"]} ref={body} tabIndex={-1} data-autofocus>
      <Toolbar
        title={title}
        file={item?.name ?? item?.take?.prompt ?? null}
        index={index}
        count={items.length}
        onGo={go}
        percent={Math.round(fit * lie.zoom * 100)}
        onZoom={zoom}
        compare={other && facts ? { modes: facts.type !== "audio" && facts.type === other.type, onSwap: () => swap(content), onEnd: () => changeViewer({ against: null }) } : null}
        download={url && facts ? { url: `${url}?download=${encodeURIComponent(fileNameOf({ facts, ...item }))}` } : null}
        onUse={() => facts && use(facts)}
        compareMenu={
          facts && (
            <>
              <CompareMenu facts={facts} items={items} known={known} onChoose={(sha256) => changeViewer({ against: sha256 })} />
              <WindowFile sha256={sha256} name={fileNameOf({ facts, ...item }).slice(0, 255)} />
            </>
          )
        }
        onClose={closeViewer}
      />
      <div className={classes["middle"]}>
        {facts && <Stage key={`${sha256} ${other?.sha256}`} facts={facts} other={other} lie={lie} onLie={setLie} onFit={setFit} player={player} />}
        {facts === null && (
          <div className={classes["gone"]}>
            <EmptyState title={t("viewer.gone.title")} text={t("viewer.gone.text")} />
          </div>
        )}
        {facts === undefined && <div className={classes["gone"]} />}
        {info && facts && (
          <aside className={classes["side"]} aria-label={t("viewer.info")}>
            <Info facts={facts} item={item} name={other ? t("viewer.a") : null} onMaker={() => maker(item?.take)} />
            {other && <Info facts={other} item={otherItem} name={t("viewer.b")} onMaker={() => maker(otherItem?.take)} />}
          </aside>
        )}
        {said !== null && (
          <output className={classes["said"]}>{said}</output>
        )}
      </div>
      {plays && <Controls player={player} steps={facts.type === "video"} />}
      {items.length > 1 && <Filmstrip items={items} facts={known} index={index} against={against} onIndex={go} />}
    </div>
  );
}

/** Not what is meant for a menu, a dialog over this one, or the control that the keyboard has reached (a click on a button leaves Space to the video). What was focused may be gone: then it is meant for all. */
function isOurs(event: KeyboardEvent, body: HTMLElement | null, byPointer: boolean): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof Element)) return false;
  if (event.target === document.body) return true;
  if (!body?.contains(event.target) || event.target.closest("[role=dialog] [role=dialog]")) return false;
  return (byPointer || !(event.key === " " && event.target.matches("button, a, input"))) && !(event.key.startsWith("Arrow") && event.target.closest("[role=radiogroup]"));
}

/** The second one becomes the first. */
function swap({ items, index, against }: ViewerContent): void {
  const first = items[index];
  if (against === null || first === undefined) return;
  const at = items.indexOf(against);
  changeViewer(at >= 0 ? { index: at, against: first } : { items: items.with(index, against), against: first });
}

/** A sentence that goes away by itself. */
function useSaid(): [string | null, (text: string) => void] {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return undefined;
    const timer = setTimeout(() => setSaid(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return [said, setSaid];
}
