export { accountId, BaseUrlError, DEFAULT_BASE_URL, parseBaseUrl } from "./baseUrl.ts";
export { ApiKeyError } from "./apiKey.ts";
export { createSeegenClient, type SeegenClient } from "./client.ts";
export { createMediaFetcher, type MediaService } from "./fetchMedia.ts";
