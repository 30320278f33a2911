/**
 * Where the samples of an MP4 lie. A demuxer believes the index and only notices a sample that is not in the file when it is asked for
 * its bytes; the index says it without reading a gigabyte again. Layout: ISO/IEC 14496-12, 8.7.
 */

/** End in bytes of the last sample that a `moov` box (its content) points to; 0 when it points to none. Throws when it makes no sense. */
export function lastSampleEnd(moov: Buffer): number {
  try {
    return endOfTracks(moov);
  } catch (error) {
    if (error instanceof RangeError) throw new Error("the tables of its index are cut off", { cause: error });
    throw error;
  }
}

function endOfTracks(moov: Buffer): number {
  let end = 0;
  for (const track of childrenNamed(moov, "trak")) {
    for (const media of childrenNamed(track, "mdia")) {
      for (const info of childrenNamed(media, "minf")) {
        for (const table of childrenNamed(info, "stbl")) end = Math.max(end, endOf(table));
      }
    }
  }
  return end;
}

function endOf(table: Buffer): number {
  const [sizes] = childrenNamed(table, "stsz");
  const [chunkLengths] = childrenNamed(table, "stsc");
  const [offsets] = childrenNamed(table, "stco");
  const [longOffsets] = childrenNamed(table, "co64");
  const places = longOffsets ?? offsets;
  if (!sizes || !chunkLengths || !places) return 0;
  const sameSize = sizes.readUInt32BE(4);
  const sampleCount = sizes.readUInt32BE(8);
  const chunkCount = places.readUInt32BE(4);
  const runs = chunkLengths.readUInt32BE(4);
  let end = 0;
  let sample = 0;
  let run = 0;
  for (let chunk = 0; chunk < chunkCount && sample < sampleCount; chunk += 1) {
    // A run of chunks ends where the next one begins; chunks are counted from 1.
    while (run + 1 < runs && chunkLengths.readUInt32BE(8 + (run + 1) * 12) <= chunk + 1) run += 1;
    const samples = Math.min(runs === 0 ? 0 : chunkLengths.readUInt32BE(8 + run * 12 + 4), sampleCount - sample);
    let length = sameSize * samples;
    if (sameSize === 0) for (let index = 0; index < samples; index += 1) length += sizes.readUInt32BE(12 + (sample + index) * 4);
    sample += samples;
    const start = longOffsets ? Number(longOffsets.readBigUInt64BE(8 + chunk * 8)) : places.readUInt32BE(8 + chunk * 4);
    end = Math.max(end, start + length);
  }
  return end;
}

/** The contents of the direct children with a name. */
function childrenNamed(box: Buffer, name: string): Buffer[] {
  const found: Buffer[] = [];
  for (let position = 0; position + 8 <= box.length; ) {
    const short = box.readUInt32BE(position);
    const isLong = short === 1;
    if (isLong && position + 16 > box.length) break;
    const size = isLong ? Number(box.readBigUInt64BE(position + 8)) : short === 0 ? box.length - position : short;
    if (size < 8) break;
    if (box.toString("latin1", position + 4, position + 8) === name) found.push(box.subarray(position + (isLong ? 16 : 8), position + size));
    position += size;
  }
  return found;
}
