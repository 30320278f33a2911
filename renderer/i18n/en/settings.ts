/** Texts of renderer/settings. */
export const settings = {} as const;
