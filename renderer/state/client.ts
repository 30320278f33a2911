import type { ContractRouterClient } from "@orpc/contract";
import type { Contract } from "../../shared/contract/api/contract.ts";

/** The host as the renderer calls it; it cannot tell which transport is behind. */
export type HostClient = ContractRouterClient<Contract>;
