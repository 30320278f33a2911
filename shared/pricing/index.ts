export type { Interval } from "./interval.ts";
export { CREDIT_USD } from "./rates.ts";
export { priceGptImage2 } from "./gptImage2.ts";
export { priceHappyhorse } from "./happyhorse.ts";
export { priceSd2, UNKNOWN_REFERENCE_SECONDS } from "./sd2.ts";
export { priceUpscale, UNKNOWN_UPSCALE_SECONDS } from "./upscale.ts";
export { usdOf } from "./usd.ts";
