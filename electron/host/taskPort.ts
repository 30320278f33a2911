import type { TaskPort } from "../engine/ports.ts";
import type { MediaService, SeegenClient } from "../seegen/index.ts";

type MediaProbe = Pick<MediaService, "probe">;

/** The service as the executor sees it. */
export function taskPort(client: SeegenClient, media: MediaProbe): TaskPort {
  return {
    submit: (service, body) => client.submit(service, body),
    query: (service, taskId) => client.query(service, taskId),
    uploadAsset: (asset) => client.uploadAsset(asset),
    assetStatus: (assetId) => client.assetStatus(assetId),
    balance: () => client.credits(),
    answers: async (url) => (await media.probe(url)) === "answers",
  };
}
