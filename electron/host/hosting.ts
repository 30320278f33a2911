import { bucketProblems } from "../../shared/contract/bucket.ts";
import { noHosting, s3Hosting, type Hosting } from "../hosting/index.ts";
import type { Settings } from "../settings/environment.ts";

const SET_UP = "no hosting is set up. Give a bucket in Settings under Hosting, or by SHOTGRAPH_S3_ENDPOINT, SHOTGRAPH_S3_BUCKET and their like (docs/hosting.md).";

/** The bucket of the settings as hosting, or why there is none. `localService`: the service is on this machine and reaches what lies here. */
export function bucketHosting({ bucket = null, bucketSecret = null, home }: Settings, localService: boolean): Hosting {
  if (bucket === null) return noHosting(SET_UP);
  const [problem] = bucketProblems(bucket, { localService });
  if (problem) return noHosting(`the bucket of the settings cannot be used: ${problem.message}`);
  if (bucketSecret === null) return noHosting("the secret of the bucket's key is missing. Enter it in Settings under Hosting, or set SHOTGRAPH_S3_SECRET_ACCESS_KEY.");
  return s3Hosting({ bucket: { ...bucket, secret: bucketSecret }, home });
}
