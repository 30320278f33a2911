import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Measurement } from "./measurement.ts";

const BYTES = 1_000_000_000;

/** A WAV of 1 GB is served from here and downloaded, hashed and probed by a process of its own, whose memory is watched. */
export async function downloadMemory(): Promise<Measurement[]> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "audio/wav", "content-length": String(BYTES) });
    const silence = Buffer.alloc(256 * 1024);
    let left = BYTES - 44;
    response.write(wavHeader(BYTES));
    const more = () => {
      while (left > 0) {
        const size = Math.min(left, silence.length);
        left -= size;
        if (!response.write(silence.subarray(0, size))) {
          response.once("drain", more);
          return;
        }
      }
      response.end();
    };
    more();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const child = fork(join(import.meta.dirname, "downloadChild.ts"), [`http://127.0.0.1:${(server.address() as AddressInfo).port}/silence.wav`]);
  const [report] = (await once(child, "message")) as [{ aboveIdle: number; seconds: number }];
  server.close();
  return [
    { name: "peak memory above idle while downloading 1 GB", value: report.aboveIdle / 1e6, unit: "MB", target: 60 },
    { name: "that download: streamed, hashed, probed to its end", value: report.seconds, unit: "s" },
  ];
}

function wavHeader(bytes: number): Buffer {
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(bytes - 8, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(48_000, 24);
  header.writeUInt32LE(192_000, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36);
  header.writeUInt32LE(bytes - 44, 40);
  return header;
}
