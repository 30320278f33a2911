import { useViewportSize } from "@mantine/hooks";
import { lazy, type ReactNode, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { showPanel, usePanelRoom, type PanelSide } from "../actions/panels.ts";
import { BottomPanel } from "../runs/BottomPanel.tsx";
import { Canvas } from "../canvas/Canvas.tsx";
import { Palette } from "../canvas/palette/Palette.tsx";
import { Inspector } from "../inspector/Inspector.tsx";
import { Quote } from "../quote/Quote.tsx";
import { useApp } from "../state/app.ts";
import { Banners } from "./Banners.tsx";
import { TopBar } from "./bar/TopBar.tsx";
import { Boundary } from "./Boundary.tsx";
import { BrokenPart } from "./BrokenPart.tsx";
import { fitPanels } from "./panels/fitPanels.ts";
import { Panel } from "./panels/Panel.tsx";
import classes from "./Shell.module.css";
import { Starting } from "./Starting.tsx";
import { useStarted } from "./started.ts";
import { Welcome } from "./welcome/Welcome.tsx";

// Seen once in the life of a home.
const FirstStart = lazy(async () => ({ default: (await import("./welcome/FirstStart.tsx")).FirstStart }));

/** The studio's places: tabs and Run above, palette left, canvas, quote and inspector right, runs and library below. */
export function Shell() {
  const started = useStarted(({ started }) => started);
  const first = useStarted(({ first }) => first);
  const active = useApp(({ active }) => active);
  return (
    <div className={classes.shell}>
      <header className={classes.top}>
        <TopBar />
      </header>
      <div className={classes.banners}>
        <Banners />
      </div>
      {active !== null ? (
        <Studio graph={active} />
      ) : (
        <main className={classes.welcome}>
          <Suspense fallback={<Starting />}>{started ? first ? <FirstStart /> : <Welcome /> : <Starting />}</Suspense>
        </main>
      )}
    </div>
  );
}

function Part({ children }: { children: ReactNode }) {
  return <Boundary fallback={broken}>{children}</Boundary>;
}

function broken(error: unknown, retry: () => void): ReactNode {
  return <BrokenPart error={error} retry={retry} />;
}

const TOP = 40;

function Studio({ graph }: { graph: string }) {
  const { t } = useTranslation("app");
  const panels = useApp(({ settings }) => settings.panels);
  const over = usePanelRoom(({ over }) => over);
  const room = useViewportSize();
  // The hook knows the size only after the first frame.
  const fitted = fitPanels(panels, { width: room.width || window.innerWidth, height: (room.height || window.innerHeight) - TOP });
  const hidden = [...fitted.hidden].join(" ");
  useEffect(() => {
    const now = new Set(hidden.split(" ").filter((side): side is PanelSide => side !== ""));
    usePanelRoom.setState(({ over }) => ({ hidden: now, over: over && now.has(over) ? over : null }));
  }, [hidden]);
  const isShown = (side: PanelSide, isOpen: boolean) => (fitted.hidden.has(side) ? over === side : isOpen);
  return (
    <>
      {isShown("left", panels.leftOpen) && (
        <Panel side="left" size={fitted.left} over={over === "left"}>
          <Part>
            <Palette />
          </Part>
        </Panel>
      )}
      <main className={classes.main} aria-label={t("panels.canvas")} data-coach="canvas" onPointerDownCapture={over ? () => showPanel(over, false) : undefined}>
        {/* Nothing of one graph is left in the places of another one. */}
        <Part key={graph}>
          <Canvas />
        </Part>
      </main>
      {isShown("right", panels.rightOpen) && (
        <Panel side="right" size={fitted.right} over={over === "right"}>
          <Part>
            <Quote />
          </Part>
          <Part key={graph}>
            <Inspector />
          </Part>
        </Panel>
      )}
      {isShown("bottom", panels.bottomOpen) && (
        <Panel side="bottom" size={fitted.bottom} over={over === "bottom"}>
          <Part>
            <BottomPanel />
          </Part>
        </Panel>
      )}
    </>
  );
}
