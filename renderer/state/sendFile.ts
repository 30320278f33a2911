export interface SendOptions {
  headers: Readonly<Record<string, string>>;
  signal?: AbortSignal | undefined;
  /** Bytes that have left the page. */
  onProgress?: ((sent: number) => void) | undefined;
}

/** Posts a file and tells how much of it has gone, which `fetch` does not. Rejects when the host cannot be reached, and with the signal's reason. */
export function sendFile(path: string, file: Blob, { headers, signal, onProgress }: SendOptions): Promise<Response> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const request = new XMLHttpRequest();
    const stop = (): void => request.abort();
    const end = (settle: () => void): void => {
      signal?.removeEventListener("abort", stop);
      settle();
    };
    request.open("POST", path);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    if (onProgress) request.upload.addEventListener("progress", ({ loaded }) => onProgress(loaded));
    request.addEventListener("load", () => end(() => resolve(new Response(request.responseText, { status: request.status }))));
    request.addEventListener("error", () => end(() => reject(new TypeError("The host cannot be reached."))));
    request.addEventListener("abort", () => end(() => reject(signal?.reason ?? new DOMException("It was stopped.", "AbortError"))));
    signal?.addEventListener("abort", stop);
    request.send(file);
  });
}
