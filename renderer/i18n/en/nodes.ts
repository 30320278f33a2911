/** Texts of renderer/nodes. */
export const nodes = {} as const;
