/** Texts of renderer/runs. */
export const runs = {} as const;
