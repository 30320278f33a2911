import { BottomPanel } from "../runs/BottomPanel.tsx";
import { Canvas } from "../canvas/Canvas.tsx";
import { Inspector } from "../inspector/Inspector.tsx";
import { Palette } from "../canvas/palette/Palette.tsx";
import { Quote } from "../quote/Quote.tsx";
import { useApp } from "../state/app.ts";
import classes from "./Shell.module.css";
import { TopBar } from "./TopBar.tsx";
import { Welcome } from "./Welcome.tsx";

/** The studio's places: tabs and Run above, palette left, canvas, quote and inspector right, runs and library below. */
export function Shell() {
  const panels = useApp(({ settings }) => settings.panels);
  const hasGraph = useApp(({ active }) => active !== null);
  return (
    <div className={classes.shell}>
      <header className={classes.top}>
        <TopBar />
      </header>
      {hasGraph ? (
        <>
          {panels.leftOpen && (
            <aside className={classes.left} style={{ width: panels.left }}>
              <Palette />
            </aside>
          )}
          <main className={classes.main}>
            <Canvas />
          </main>
          {panels.rightOpen && (
            <aside className={classes.right} style={{ width: panels.right }}>
              <Quote />
              <Inspector />
            </aside>
          )}
          {panels.bottomOpen && (
            <section className={classes.bottom} style={{ height: panels.bottom }}>
              <BottomPanel />
            </section>
          )}
        </>
      ) : (
        <Welcome />
      )}
    </div>
  );
}
