import { IconCrop, IconScissors } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNode } from "../state/hooks.ts";
import { openFit, viewFor } from "../ui/fitStore.ts";

/** Opens the view in which a node's medium is cropped or trimmed; nothing for other nodes. `sign`: on a picture, where there is no room for words. */
export function FitButton({ id, form, className }: { id: string; form: "words" | "sign"; className: string }) {
  const { t } = useTranslation("fit");
  const node = useNode(id);
  const view = node && viewFor(node);
  if (!view) return null;
  const Icon = view === "crop" ? IconCrop : IconScissors;
  const words = t(`open.${view}`);
  return (
    <button type="button" className={`${className} nodrag nopan`} onClick={() => openFit(id)} {...(form === "sign" ? { "aria-label": words, title: words } : {})}>
      {form === "sign" ? <Icon size={14} stroke={1.8} aria-hidden /> : words}
    </button>
  );
}
