import { host } from "../state/app.ts";
import { reportTrouble } from "../state/trouble.ts";

/** From the real service to the sandbox, which costs nothing. Tells why when the host refuses. */
export async function switchToSandbox(): Promise<void> {
  try {
    const { ok, message } = await host().system.switchRealm({ realm: "sandbox" });
    if (!ok) reportTrouble(message ?? "The sandbox cannot be switched on now.");
  } catch (error) {
    reportTrouble(error);
  }
}
