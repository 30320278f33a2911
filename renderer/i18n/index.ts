import { createInstance } from "i18next";
import { initReactI18next } from "react-i18next";
import { account } from "./en/account.ts";
import { actions } from "./en/actions.ts";
import { app } from "./en/app.ts";
import { bundles } from "./en/bundles.ts";
import { canvas } from "./en/canvas.ts";
import { desktop } from "./en/desktop.ts";
import { hosting } from "./en/hosting.ts";
import { fit } from "./en/fit.ts";
import { inspector } from "./en/inspector.ts";
import { library } from "./en/library.ts";
import { nodes } from "./en/nodes.ts";
import { quote } from "./en/quote.ts";
import { runs } from "./en/runs.ts";
import { settings } from "./en/settings.ts";

const en = { account, actions, app, canvas, desktop, fit, hosting, inspector, library, nodes, quote, runs, settings, bundles } as const;

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "app";
    resources: typeof en;
  }
}

/** There is one language so far. */
export const LANGUAGES: readonly ["en"] = ["en"];

/** Every text that a user reads, by room. `useTranslation("quote")` in a component, `i18n.t("app:name")` elsewhere. */
export const i18n = createInstance();

await i18n.use(initReactI18next).init({ lng: "en", fallbackLng: "en", defaultNS: "app", resources: { en }, interpolation: { escapeValue: false }, returnNull: false });
