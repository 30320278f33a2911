import type { HeicAnswer } from "./decodeHeic.ts";

interface Heif {
  heif_error_code: { heif_error_Ok: unknown };
  heif_colorspace: { heif_colorspace_RGB: unknown };
  heif_chroma: { heif_chroma_interleaved_RGBA: unknown };
  heif_channel: { heif_channel_interleaved: unknown };
  heif_context_alloc(): unknown;
  heif_context_read_from_memory(context: unknown, file: Uint8Array): { code: unknown; message: string };
  heif_js_context_get_list_of_top_level_image_IDs(context: unknown): number[] | { code: unknown; message: string };
  heif_js_context_get_image_handle(context: unknown, id: number): unknown;
  heif_image_handle_is_primary_image(handle: unknown): number;
  heif_image_handle_get_width(handle: unknown): number;
  heif_image_handle_get_height(handle: unknown): number;
  heif_image_handle_has_alpha_channel(handle: unknown): number;
  heif_js_decode_image2(handle: unknown, space: unknown, chroma: unknown): Promise<{ channels: { id: unknown; stride: number; width: number; height: number; data: Uint8Array }[] } | { message: string }>;
}

/** Runs as the whole text of a thread, so that it refers to nothing outside of itself. */
export async function heicWork(): Promise<void> {
  const { parentPort, workerData } = process.getBuiltinModule("node:worker_threads");
  const { createRequire } = process.getBuiltinModule("node:module");
  const { readFileSync } = process.getBuiltinModule("node:fs");
  const { library, file } = workerData as { library: string; file: Uint8Array };
  const say = (answer: HeicAnswer): void => parentPort?.postMessage(answer, answer.kind === "picture" ? [answer.data.buffer] : []);
  try {
    const heif = createRequire(library)(library)({ wasmBinary: readFileSync(library.replace(/\.js$/, ".wasm")) }) as Heif;
    const context = heif.heif_context_alloc();
    const read = heif.heif_context_read_from_memory(context, file);
    if (read.code !== heif.heif_error_code.heif_error_Ok) throw new Error(read.message);
    const ids = heif.heif_js_context_get_list_of_top_level_image_IDs(context);
    if (!Array.isArray(ids) || ids.length === 0) throw new Error("it holds no picture");
    const handles = ids.map((id) => heif.heif_js_context_get_image_handle(context, id));
    const handle = handles.find((one) => heif.heif_image_handle_is_primary_image(one)) ?? handles[0];
    const [width, height] = [heif.heif_image_handle_get_width(handle), heif.heif_image_handle_get_height(handle)];
    const alpha = heif.heif_image_handle_has_alpha_channel(handle) !== 0;
    await new Promise<void>((goOn) => {
      parentPort?.once("message", () => goOn());
      say({ kind: "size", width, height });
    });
    const decoded = await heif.heif_js_decode_image2(handle, heif.heif_colorspace.heif_colorspace_RGB, heif.heif_chroma.heif_chroma_interleaved_RGBA);
    if ("message" in decoded) throw new Error(decoded.message);
    const plane = decoded.channels.find(({ id }) => id === heif.heif_channel.heif_channel_interleaved);
    if (!plane) throw new Error("its picture has no colours");
    const data = new Uint8Array(plane.width * plane.height * 4);
    for (let row = 0; row < plane.height; row += 1) data.set(plane.data.subarray(row * plane.stride, row * plane.stride + plane.width * 4), row * plane.width * 4);
    say({ kind: "picture", data, width: plane.width, height: plane.height, alpha });
  } catch (error) {
    say({ kind: "failed", why: `its picture cannot be decoded (${error instanceof Error ? error.message : String(error)})` });
  }
}
