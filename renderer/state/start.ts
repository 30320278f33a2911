import { useApp } from "./app.ts";
import { askWhenOnline, keepWatching, type HostConnection } from "./connection.ts";
import { keepGrant } from "./grant.ts";
import { useRuns } from "./runsStore.ts";
import { showGraph } from "./tabs.ts";
import { reportTrouble } from "./trouble.ts";

/** Follows everything that the host tells of itself, until the page goes away. */
export async function startApp(connection: HostConnection): Promise<void> {
  const { signal } = new AbortController();
  useApp.setState({ connection, online: connection.state });
  connection.subscribe(() => useApp.setState({ online: connection.state, silent: connection.silent }));
  const follow = (watching: Promise<void>) => void watching.catch(reportTrouble);
  follow(keepWatching(connection, (client, stop) => client.system.watch(undefined, { signal: stop }), (info) => useApp.setState({ info }), signal));
  follow(keepWatching(connection, (client, stop) => client.settings.watch(undefined, { signal: stop }), (settings) => useApp.setState({ settings }), signal));
  follow(keepWatching(connection, (client, stop) => client.account.watch(undefined, { signal: stop }), (account) => useApp.setState({ account }), signal));
  follow(keepWatching(connection, (client, stop) => client.secrets.watch(undefined, { signal: stop }), (secrets) => useApp.setState({ secrets }), signal));
  follow(keepWatching(connection, (client, stop) => client.hosting.watch(undefined, { signal: stop }), (hosting) => useApp.setState({ hosting }), signal));
  follow(keepWatching(connection, (client, stop) => client.library.watch(undefined, { signal: stop }), ({ revision }) => useApp.setState({ libraryRevision: revision }), signal));
  follow(keepWatching(connection, (client, stop) => client.runs.watch(undefined, { signal: stop }), (update) => useRuns.getState().take(update), signal));
  follow(keepGrant(connection, (grant) => useApp.setState({ grant: { ...grant, base: `${connection.mediaOrigin}${grant.base}` } })));
  const [info, sessions] = await askWhenOnline(connection, (client) => Promise.all([client.system.info(), client.graphs.sessions()]));
  useApp.setState({ info });
  for (const opened of sessions) showGraph(opened, { activate: false });
}
