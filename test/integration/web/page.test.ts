import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ask, startTestHost, tempFolder, write } from "./support.ts";

test("the page may run its own scripts only, may not be framed, and is never kept", async () => {
  const web = await startTestHost();
  for (const path of ["/", "/index.html", "/?bench=100&view=fit"]) {
    const { status, headers, text } = await ask(web, path);
    expect([status, text]).toEqual([200, "<!doctype html><title>Shotgraph</title>"]);
    expect(headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "x-frame-options": "DENY",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
    });
    const policy = Object.fromEntries(String(headers["content-security-policy"]).split("; ").map((rule) => [rule.split(" ", 1)[0], rule.slice(rule.indexOf(" ") + 1)]));
    expect(policy).toEqual({
      "default-src": "'none'",
      "script-src": "'self'",
      "style-src": "'self' 'unsafe-inline'",
      "img-src": "'self' blob: data:",
      "media-src": "'self' blob:",
      "font-src": "'self'",
      "connect-src": `'self' ws://127.0.0.1:${web.port}`,
      "worker-src": "'self' blob:",
      "manifest-src": "'self'",
      "frame-src": "'none'",
      "frame-ancestors": "'none'",
      "base-uri": "'none'",
      "form-action": "'none'",
      "object-src": "'none'",
    });
    expect(headers["permissions-policy"]).toContain("camera=()");
  }
});

test("files with a hash in their name are kept for good, others are asked for again", async () => {
  const web = await startTestHost();
  const script = await ask(web, "/assets/main-Abc12345.js");
  expect(script.headers).toMatchObject({ "cache-control": "private, max-age=31536000, immutable", "content-type": "text/javascript; charset=utf-8", "x-content-type-options": "nosniff" });
  expect(script.text).toBe("console.log(1)");
  // Run as a worker it may ask this host, and nobody else.
  expect(script.headers["content-security-policy"]).toBe("default-src 'none'; script-src 'self'; connect-src 'self'");
  const icon = await ask(web, "/icon.svg", { method: "HEAD" });
  expect(icon.headers).toMatchObject({ "cache-control": "no-cache", "content-type": "image/svg+xml", "content-length": "6" });
  // A picture that is opened by itself is no page: it may run nothing.
  expect(icon.headers["content-security-policy"]).toContain("sandbox");
  expect(icon.body).toHaveLength(0);
});

test("no address leads out of the page's folder, to a hidden file, or to a list of files", async () => {
  const web = await startTestHost();
  write(web.assets, "a/.git/config", "secret");
  symlinkSync(join(web.assets, "..", "secret.txt"), join(web.assets, "link.txt"));
  mkdirSync(join(web.assets, "folder"));
  await ask(web, "/");
  const attacks = [
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/assets/..%5c..%5csecret.txt",
    "/%252e%252e%252fsecret.txt",
    "/./../secret.txt",
    "/..;/secret.txt",
    "/assets/main-Abc12345.js/../../../secret.txt",
    "/secret.txt%00.js",
    "/.env",
    "/%2eenv",
    "/a/.git/config",
    "/link.txt",
    "/folder",
    "/folder/",
    "/assets",
    "/assets/",
    "/%",
    "/assets/main-Abc12345.js%00",
    "/index.html/",
    "/constructor",
  ];
  for (const path of attacks) {
    const { status, text } = await ask(web, path);
    expect([path, status, text]).toEqual([path, 404, "There is no such file.\n"]);
  }
});

test("a new build is served without a restart, and one that is missing is said plainly", async () => {
  const folder = tempFolder();
  const web = await startTestHost({ assets: join(folder, "later") });
  expect((await ask(web, "/")).text).toContain("npm run build");
  write(folder, "later/index.html", "new");
  write(folder, "later/assets/new-Abc12345.css", "body{}");
  expect((await ask(web, "/")).text).toBe("new");
  expect((await ask(web, "/assets/new-Abc12345.css")).status).toBe(200);
});
