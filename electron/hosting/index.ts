export { noHosting, type Hosting } from "./hosting.ts";
export { testBucket } from "./s3/testBucket.ts";
export { s3Hosting } from "./s3/s3Hosting.ts";
export { sandboxHosting } from "./sandboxHosting.ts";
export { withoutQuery } from "./s3/words.ts";
