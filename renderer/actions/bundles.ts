import type { BundleEvent, BundleScope } from "../../shared/contract/api/bundles.ts";
import { i18n } from "../i18n/index.ts";
import { host, type Tab } from "../state/app.ts";
import { writeDrafts } from "../state/drafts.ts";
import { reportTrouble } from "../state/trouble.ts";
import { announce } from "../ui/announce.ts";
import { workOn } from "./bundleFiles.ts";
import { ask } from "./dialogs.ts";
import { nameOf } from "./documents.ts";
import { chooseTarget } from "./saving.ts";

/** Writes a graph with its media and takes into one file for somebody else. */
export async function exportBundle(tab: Tab): Promise<void> {
  writeDrafts();
  await tab.outbox.settled();
  const contents = await host().bundles.look({ session: tab.id });
  const choice = await ask({ type: "exportBundle", contents });
  if (!choice) return;
  const { path } = tab.session.getState();
  const target = await chooseTarget(i18n.t("bundles:export.fileName", { name: nameOf(tab) }), path === null ? null : path.replace(/[/\\][^/\\]*$/, "") || "/", true);
  if (target) await tell(await write(tab, choice.scope, target));
}

async function write(tab: Tab, scope: BundleScope, { path, overwrite }: { path: string; overwrite: boolean }): Promise<BundleEvent | null> {
  const ended = await workOn(i18n.t("bundles:work.writing", { name: nameOf(tab) }), (signal) => host().bundles.write({ session: tab.id, path, overwrite, scope }, { signal }));
  if (ended?.type !== "exists") return ended;
  return (await ask({ type: "replace", message: ended.message })) ? await write(tab, scope, { path, overwrite: true }) : null;
}

async function tell(ended: BundleEvent | null): Promise<void> {
  if (ended?.type === "written") announce(i18n.t("bundles:export.done", { path: ended.path }));
  if (ended?.type === "failed") await ask({ type: "failed", title: i18n.t("bundles:export.failed"), message: ended.message });
}

/** What came along with a graph answers for every graph from now on. */
export async function adoptTakes(tab: Tab): Promise<void> {
  const { adopted } = await host().bundles.adopt({ graphId: tab.session.getState().doc.meta.id });
  if (adopted === 0) reportTrouble(i18n.t("bundles:adopt.none"));
  else announce(i18n.t("bundles:adopt.done", { count: adopted }));
}
