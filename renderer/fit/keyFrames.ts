import { EncodedPacketSink, Input, MATROSKA, MP4, QTFF, UrlSource, WEBM } from "mediabunny";

/** More marks than this tell nothing. */
const MOST = 400;

/** Seconds at which a video may be cut, as far as they are marks worth showing. Rejects when the file cannot be read. */
export async function keyFramesOf(address: string): Promise<readonly number[]> {
  using input = new Input({ formats: [MP4, QTFF, WEBM, MATROSKA], source: new UrlSource(new URL(address, location.href).href, { getRetryDelay: () => null }) });
  const track = await input.getPrimaryVideoTrack();
  if (!track) return [];
  const sink = new EncodedPacketSink(track);
  const found: number[] = [];
  for (let packet = await sink.getFirstKeyPacket({ metadataOnly: true }); packet && found.length <= MOST; packet = await sink.getNextKeyPacket(packet, { metadataOnly: true })) found.push(packet.timestamp);
  return found.length > MOST ? [] : found;
}
