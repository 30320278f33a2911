import { MantineProvider } from "@mantine/core";
import { FitViews } from "../fit/FitViews.tsx";
import { Viewer } from "../library/Viewer.tsx";
import { useApp } from "../state/app.ts";
import { SessionContext } from "../state/hooks.ts";
import { Coach } from "./Coach.tsx";
import { CommandPalette } from "./CommandPalette.tsx";
import { Dialogs } from "./dialogs/Dialogs.tsx";
import { FileDrop } from "./FileDrop.tsx";
import { PageTitle } from "./PageTitle.tsx";
import { Shell } from "./Shell.tsx";
import { cssVariables, theme } from "./theme.ts";
import { Troubles } from "./Troubles.tsx";

/** The whole page. */
export function App() {
  const scheme = useApp(({ settings }) => settings.theme);
  const session = useApp(({ tabs, active }) => tabs.find(({ id }) => id === active)?.session ?? null);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" {...(scheme === "system" ? {} : { forceColorScheme: scheme })}>
      <SessionContext value={session}>
        <Shell />
        <Coach />
        <CommandPalette />
        <Dialogs />
        <Viewer />
        {session && <FitViews />}
      </SessionContext>
      <Troubles />
      <PageTitle />
      <FileDrop />
    </MantineProvider>
  );
}
