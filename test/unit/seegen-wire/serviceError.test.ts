import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { callError, parseErrorBody } from "../../../shared/seegen/serviceError.ts";

const json = (value: unknown) => JSON.stringify(value);

describe("whatever body an error has, its words are found", () => {
  test.each<[string, number, unknown, { code: string; message: unknown }]>([
    ["nested", 400, { error: { code: "INVALID_PARAMETERS", message: "duration: too long" } }, { code: "INVALID_PARAMETERS", message: "duration: too long" }],
    ["flat, a code", 402, { error: "INSUFFICIENT_CREDITS", message: "not enough" }, { code: "INSUFFICIENT_CREDITS", message: "not enough" }],
    ["flat, a sentence", 400, { error: "Bad Request", message: "no prompt" }, { code: "invalid_parameters", message: "no prompt" }],
    ["only a sentence", 402, { error: "Insufficient credits" }, { code: "insufficient_credits", message: "Insufficient credits" }],
    ["only a code", 409, { error: "DUPLICATE" }, { code: "DUPLICATE", message: expect.stringContaining("(DUPLICATE)") }],
    ["code outside", 400, { code: "E12", error: { message: "inner" } }, { code: "E12", message: "inner" }],
    ["message outside", 400, { message: "outer", error: { code: "E13" } }, { code: "E13", message: "outer" }],
    ["a list of fields", 400, { message: "Validation failed", errors: [{ field: "inputs.duration", message: "too long" }, "and more"] }, { code: "invalid_parameters", message: "Validation failed: inputs.duration: too long; and more" }],
    ["a list alone", 400, { errors: [{ path: "prompt", message: "prompt is missing" }, { nothing: 1 }, 4] }, { code: "invalid_parameters", message: "prompt is missing" }],
    ["a list that repeats the message", 400, { message: "too long", errors: [{ param: "x", message: "too long" }] }, { code: "invalid_parameters", message: "x: too long" }],
    ["an empty list", 400, { message: "m", errors: [] }, { code: "invalid_parameters", message: "m" }],
    ["a list of details", 422, { detail: [{ msg: "field required" }] }, { code: "http_422", message: "field required" }],
    ["a detail", 403, { detail: "not yours" }, { code: "access_denied", message: "not yours" }],
    ["a number for a code", 400, { code: 40012, msg: "bad" }, { code: "40012", message: "bad" }],
    ["the status for a code", 404, { code: 404, message: "gone" }, { code: "not_found", message: "gone" }],
    ["the status as a text", 404, { code: "404", message: "gone" }, { code: "not_found", message: "gone" }],
    ["a text in JSON", 500, "it broke", { code: "service_error", message: "it broke" }],
    ["null", 500, null, { code: "service_error", message: expect.stringContaining("500") }],
    ["a list", 500, [1, 2], { code: "service_error", message: expect.stringContaining("500") }],
    ["an empty object", 401, {}, { code: "unauthorised", message: expect.stringContaining("API key") }],
    ["blank words", 413, { error: { code: " ", message: "  " } }, { code: "too_large", message: expect.stringContaining("too large") }],
    ["errors within errors", 400, { error: { error: { error: "deep" }, message: "top" } }, { code: "invalid_parameters", message: "top" }],
  ])("%s", (_name, status, body, expected) => {
    expect(parseErrorBody(status, "application/json", json(body))).toMatchObject({ status, ...expected, rawBody: json(body) });
  });

  test("the figures of 402 and 429, above or inside, also as texts", () => {
    expect(parseErrorBody(402, null, json({ error: { code: "X", message: "m" }, required: 200, available: "15.5" }))).toMatchObject({ required: 200, available: 15.5 });
    expect(parseErrorBody(429, null, json({ error: { message: "m", limit: 40, current: 40 } }))).toMatchObject({ limit: 40, current: 40 });
    const odd = parseErrorBody(402, null, json({ message: "m", required: "many", available: null }));
    expect(odd).not.toHaveProperty("required");
    expect(odd).not.toHaveProperty("available");
  });

  test("a page of HTML becomes a line of text without tags", () => {
    const page = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title><style>b{}</style><script>if (1 < 2) x()</script></head><body><!-- c --><h1>Bad&nbsp;gateway</h1><p>Tom &amp; Co</p></body";
    const error = parseErrorBody(502, "text/html; charset=utf-8", page);
    expect(error).toMatchObject({ code: "service_error", rawBody: page });
    expect(error.message).toBe("The service has a problem of its own (HTTP 502). It says: 502 Bad Gateway Bad gateway Tom & Co");
    // A gateway may mislabel it, too.
    expect(parseErrorBody(502, "application/json", page).message).toBe(error.message);
    expect(parseErrorBody(502, null, page).message).toBe(error.message);
  });

  test.each([
    ["text/plain", "upstream is down", "upstream is down"],
    [null, "", "HTTP 500"],
    ["application/json", '{"error":{"code":"X","mess', '{"error":{"code":"X"'],
    ["text/plain", "a\u001b[31mred\u0007\n\nb\u202e", "a [31mred b"],
  ])("text %#: %j", (type, body, expected) => {
    const error = parseErrorBody(500, type, body);
    expect(error.message).toContain(expected);
    // oxlint-disable-next-line no-control-regex
    expect(error.message).not.toMatch(/[\u0000-\u001f\u202e]/);
  });

  test("statuses that the document does not name", () => {
    expect(parseErrorBody(418, null, "")).toMatchObject({ code: "http_418", message: "The service answered HTTP 418." });
    expect(parseErrorBody(504, null, "")).toMatchObject({ code: "service_error" });
  });

  test("a long body is kept to 8 KB and never ends in half a character; a long message to 500 characters", () => {
    const error = parseErrorBody(500, "text/plain", `${"x".repeat(8191)}😀${"y".repeat(9000)}`);
    expect(error.rawBody).toHaveLength(8191);
    expect(error.message.length).toBeLessThan(400);
    const long = parseErrorBody(500, null, json({ message: "m".repeat(5000) }));
    expect(long.message).toHaveLength(500);
    expect(long.message.endsWith("…")).toBe(true);
  });

  test("a hostile page does not take long", () => {
    const started = performance.now();
    for (const part of ["<", "<script", "<!--", " ", "&", "<a "]) parseErrorBody(500, "text/html", part.repeat(1_000_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test("no body makes it throw, and there is always something to read", () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 599 }), fc.option(fc.string()), fc.oneof(fc.string(), fc.jsonValue().map(json)), (status, type, body) => {
        const error = parseErrorBody(status, type, body);
        expect(error.code).not.toBe("");
        expect(error.message.trim()).not.toBe("");
      }),
      { numRuns: 300 },
    );
  });
});

test("an error of ours has no status where there was no answer", () => {
  expect(callError("timeout", "it did\nnot answer")).toEqual({ status: null, code: "timeout", message: "it did not answer", rawBody: "" });
});
