/** Texts of renderer/library. */
export const library = {} as const;
