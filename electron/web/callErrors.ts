import { ORPCError } from "@orpc/server";

/**
 * Wraps a call of the contract. Nothing here is secret from the user of this machine: what went wrong is said in its own words, and told to `trouble`, too.
 */
export async function inItsOwnWords<T>(call: () => Promise<T>, signal: AbortSignal | undefined, trouble: (error: unknown) => void): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ORPCError || signal?.aborted) throw error;
    trouble(error);
    throw new ORPCError("INTERNAL_SERVER_ERROR", { message: error instanceof Error ? error.message : String(error), cause: error });
  }
}
