import { Notifications, notifications } from "@mantine/notifications";
import { useEffect } from "react";
import { dismissTrouble, useTrouble } from "../state/trouble.ts";

/** What went wrong and belongs to no node, until it is closed. */
export function Troubles() {
  const list = useTrouble(({ list }) => list);
  useEffect(() => {
    // Shown once: an id that is there already is passed over.
    for (const { id, message } of list) notifications.show({ id: `trouble-${id}`, message, color: "red", autoClose: false, withBorder: true, onClose: () => dismissTrouble(id) });
  }, [list]);
  return <Notifications position="bottom-right" limit={4} zIndex={500} />;
}
