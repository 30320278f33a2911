/** Texts of renderer/inspector. */
export const inspector = {} as const;
