/**
 * Where the samples of an MP4 lie. A demuxer believes the index: it only notices a sample that is not in the file when it is asked for
 * its bytes, and it would count to four thousand million when a damaged index says so. Layout: ISO/IEC 14496-12, 8.6 to 8.8.
 */

/** End in bytes of the last sample that a `moov` box (its content) points to; 0 when it points to none. Throws when it cannot be true. */
export function lastSampleEnd(moov: Buffer, fileBytes: number): number {
  return withinTables(() => {
    let end = 0;
    for (const table of descendants(moov, ["trak", "mdia", "minf", "stbl"])) {
      checkTimes(table, fileBytes);
      end = Math.max(end, endOf(table, fileBytes));
    }
    return end;
  });
}

/** Throws when a `moof` box (its content) announces more samples than the file can hold. */
export function checkFragment(moof: Buffer, fileBytes: number): void {
  withinTables(() => {
    for (const run of descendants(moof, ["traf", "trun"])) checkCount(run.readUInt32BE(4), fileBytes);
  });
}

function withinTables<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw new Error("the tables of its index are cut off", { cause: error });
    throw error;
  }
}

function checkCount(samples: number, fileBytes: number): void {
  // A sample has at least one byte.
  if (samples > fileBytes) throw new Error(`its index counts ${samples} samples in ${fileBytes} bytes`);
}

/** The tables that are counted out in runs: time to sample, and composition offsets. */
function checkTimes(table: Buffer, fileBytes: number): void {
  for (const name of ["stts", "ctts"]) {
    const [times] = children(table, name);
    if (!times) continue;
    let samples = 0;
    const runs = times.readUInt32BE(4);
    for (let run = 0; run < runs; run += 1) samples += times.readUInt32BE(8 + run * 8);
    checkCount(samples, fileBytes);
  }
}

function endOf(table: Buffer, fileBytes: number): number {
  const [sizes] = children(table, "stsz");
  const [chunkLengths] = children(table, "stsc");
  const [offsets] = children(table, "stco");
  const [longOffsets] = children(table, "co64");
  const places = longOffsets ?? offsets;
  if (!sizes || !chunkLengths || !places) return 0;
  const sameSize = sizes.readUInt32BE(4);
  const sampleCount = sizes.readUInt32BE(8);
  checkCount(sampleCount, fileBytes);
  const chunkCount = places.readUInt32BE(4);
  const runs = chunkLengths.readUInt32BE(4);
  let end = 0;
  let sample = 0;
  let run = 0;
  for (let chunk = 0; chunk < chunkCount && sample < sampleCount; chunk += 1) {
    // A run of chunks ends where the next one begins; chunks are counted from 1.
    while (run + 1 < runs && chunkLengths.readUInt32BE(8 + (run + 1) * 12) <= chunk + 1) run += 1;
    const inChunk = runs === 0 ? 0 : chunkLengths.readUInt32BE(8 + run * 12 + 4);
    if (inChunk > sampleCount) throw new Error(`its index puts ${inChunk} samples into one piece and has ${sampleCount} in all`);
    const samples = Math.min(inChunk, sampleCount - sample);
    let length = sameSize * samples;
    if (sameSize === 0) for (let index = 0; index < samples; index += 1) length += sizes.readUInt32BE(12 + (sample + index) * 4);
    sample += samples;
    const start = longOffsets ? Number(longOffsets.readBigUInt64BE(8 + chunk * 8)) : places.readUInt32BE(8 + chunk * 4);
    end = Math.max(end, start + length);
  }
  return end;
}

function descendants(box: Buffer, path: readonly string[]): Buffer[] {
  return path.reduce<Buffer[]>((boxes, name) => boxes.flatMap((inner) => children(inner, name)), [box]);
}

/** The contents of the direct children with a name. */
function children(box: Buffer, name: string): Buffer[] {
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
