import { MantineProvider } from "@mantine/core";
import { useApp } from "../state/app.ts";
import { SessionContext } from "../state/hooks.ts";
import { Shell } from "./Shell.tsx";
import { cssVariables, theme } from "./theme.ts";

/** The whole page. */
export function App() {
  const scheme = useApp(({ settings }) => settings.theme);
  const session = useApp(({ tabs, active }) => tabs.find(({ id }) => id === active)?.session ?? null);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" {...(scheme === "system" ? {} : { forceColorScheme: scheme })}>
      <SessionContext value={session}>
        <Shell />
      </SessionContext>
    </MantineProvider>
  );
}
