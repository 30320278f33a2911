/** Texts of renderer/quote. */
export const quote = {} as const;
