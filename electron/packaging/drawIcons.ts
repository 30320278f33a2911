import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { ICNS_SIZES, ICO_SIZES, icns, ico, type Picture } from "./iconFiles.ts";

/** `npm run icons`: every icon file of resources/icons from its drawings, app.svg and document.svg. */
const FOLDER = join(import.meta.dirname, "..", "..", "resources", "icons");
const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];

/** Up to here a hole in the diamond would be a smudge. */
const SOLID_UP_TO = 24;

/** macOS wants air around a tile; Windows and Linux draw to the edge. */
const TO_THE_EDGE = "92 92 840 840";

const app = await readFile(join(FOLDER, "app.svg"), "utf8");
const page = await readFile(join(FOLDER, "document.svg"), "utf8");
const mark = /<g id="mark"[^>]*>[\s\S]*?<\/g>/.exec(app)?.[0];
if (mark === undefined || !page.includes('<g id="place"')) throw new Error("app.svg needs a group `mark`, document.svg a group `place`.");
const edgeToEdge = app.replace('viewBox="0 0 1024 1024"', `viewBox="${TO_THE_EDGE}"`);
const paper = page.replace(/(<g id="place"[^>]*)\/>/, (_all, opening: string) => `${opening}>${mark.replaceAll("#e6b450", "#d89f2c").replaceAll("#7c8cff", "#5e6ef0").replaceAll("#14161d", "#ffffff")}</g>`);

await writeFile(join(FOLDER, "icon.icns"), icns(await draw(app, ICNS_SIZES)));
await writeFile(join(FOLDER, "icon.ico"), ico(await draw(edgeToEdge, ICO_SIZES)));
await writeFile(join(FOLDER, "document.icns"), icns(await draw(paper, ICNS_SIZES)));
await writeFile(join(FOLDER, "document.ico"), ico(await draw(paper, ICO_SIZES)));
await writeSet("png", await draw(edgeToEdge, LINUX_SIZES));
await writeSet("document", await draw(paper, [48, 128, 256]));

async function draw(svg: string, sizes: readonly number[]): Promise<Picture[]> {
  return await Promise.all(
    sizes.map(async (size) => {
      // Drawn at its own size, so that edges fall on its own pixels.
      const density = Math.max(1, Math.min(2400, (72 * size * 4) / 1024));
      const drawing = size > SOLID_UP_TO ? svg : svg.replace(/<path id="play"[^>]*\/>/, "");
      return { size, png: await sharp(Buffer.from(drawing), { density }).resize(size, size, { kernel: "lanczos3" }).png({ compressionLevel: 9, palette: false }).toBuffer() };
    }),
  );
}

async function writeSet(folder: string, pictures: readonly Picture[]): Promise<void> {
  await mkdir(join(FOLDER, folder), { recursive: true });
  await Promise.all(pictures.map(async ({ size, png }) => await writeFile(join(FOLDER, folder, `${size}x${size}.png`), png)));
}
