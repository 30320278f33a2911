import { describe, expect, test } from "vitest";
import { checkMediaUrl, isPrivateAddress } from "../../../electron/seegen/addresses.ts";
import { checkedApiKey, redacting } from "../../../electron/seegen/apiKey.ts";
import { accountId, DEFAULT_BASE_URL, parseBaseUrl } from "../../../electron/seegen/baseUrl.ts";
import { retryAfterMs } from "../../../electron/seegen/retryAfter.ts";

describe("the base URL", () => {
  test.each([
    [DEFAULT_BASE_URL, "https://seegen.ai/api/v1", "seegen.ai", false],
    [" https://seegen.ai/api/v1// ", "https://seegen.ai/api/v1", "seegen.ai", false],
    ["http://127.0.0.1:8787/api/v1/", "http://127.0.0.1:8787/api/v1", "127.0.0.1:8787", true],
    ["http://localhost:1/api/v1", "http://localhost:1/api/v1", "localhost:1", true],
    ["http://[::1]:9/x", "http://[::1]:9/x", "[::1]:9", true],
    ["https://localhost", "https://localhost", "localhost", true],
  ])("%s is accepted", (text, url, host, loopback) => {
    expect(parseBaseUrl(text)).toEqual({ url, host, loopback });
  });

  test.each([
    ["http://seegen.ai/api/v1", /https/],
    ["http://127.0.0.1.example.com/", /https/],
    ["http://192.168.1.5/api", /https/],
    ["ftp://seegen.ai", /neither/],
    ["seegen.ai/api/v1", /not a URL/],
    ["", /not a URL/],
    ["https://seegen.ai/api?key=1", /after \?/],
    ["https://seegen.ai/api#x", /after \?/],
    ["x".repeat(300), /…/],
  ])("%s is refused with a reason", (text, reason) => {
    expect(() => parseBaseUrl(text)).toThrow(reason);
  });

  test("a password in it is refused and not repeated", () => {
    expect(() => parseBaseUrl("https://me:hunter2@seegen.ai/")).toThrow(/^(?!.*hunter2).*password/);
  });
});

test("an account is named by service and key, and does not show the key", () => {
  const key = "sk-0123456789abcdef";
  const id = accountId(DEFAULT_BASE_URL, key);
  expect(id).toMatch(/^[0-9a-f]{16}$/);
  expect(accountId(`${DEFAULT_BASE_URL}/`, ` ${key}`)).toBe(id);
  expect(accountId("https://other.example/api/v1", key)).not.toBe(id);
  expect(accountId(DEFAULT_BASE_URL, "sk-another")).not.toBe(id);
});

describe("the API key", () => {
  test.each(["", "   ", "two words", "line\nbreak", "schlüssel"])("%j is refused, and not repeated", (text) => {
    expect(() => checkedApiKey(text)).toThrow(/^(?!.*(?:two words|schlüssel)).*API key/s);
  });

  test("is taken out of texts in every form it may be echoed in", () => {
    const redact = redacting('sk-"abc+/=');
    expect(redact(`a sk-"abc+/= b ${JSON.stringify('sk-"abc+/=')} ${encodeURIComponent('sk-"abc+/=')}`)).toBe('a [key] b "[key]" [key]');
    // The sandbox's key is a word.
    expect(redacting("sandbox")("the sandbox says no")).toBe("the sandbox says no");
  });
});

describe("Retry-After", () => {
  const now = Date.UTC(2026, 10, 24, 3, 0, 0);
  test.each<[string | null, number | null]>([
    ["7", 7000],
    ["0", 0],
    ["1.5", 1500],
    [" 3 ", 3000],
    ["Tue, 24 Nov 2026 03:00:20 GMT", 20_000],
    ["Tue, 24 Nov 2026 02:00:00 GMT", 0],
    ["999999999", 300_000],
    ["Fri, 24 Nov 2090 03:00:00 GMT", 300_000],
    ["-5", null],
    ["soon", null],
    ["", null],
    [null, null],
  ])("%j is %s ms", (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });
});

describe("addresses of private networks", () => {
  test.each(["127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:7f00:1", "::127.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "2001:db8::1", "not an address"])("%s is one", (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });
  test.each(["8.8.8.8", "172.32.0.1", "192.169.0.1", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])("%s is none", (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });
});

describe("URLs of media", () => {
  test.each([
    ["https://example.com/a", false],
    ["https://8.8.8.8/a", false],
    ["http://127.0.0.1:80/a", true],
    ["http://localhost/a", true],
    ["https://[::1]/a", true],
  ])("%s is fetched (loopback %s)", (url, allowLoopback) => {
    expect(checkMediaUrl(url, allowLoopback).href).toBe(new URL(url).href);
  });
  test.each([
    ["http://example.com/a", true],
    ["http://127.0.0.1/a", false],
    ["https://127.0.0.1/a", false],
    ["https://[::1]/a", false],
    ["https://[::ffff:127.0.0.1]/a", true],
    // The URL parser makes an address of it.
    ["https://2130706433/a", false],
    ["https://0x7f.1/a", false],
    ["https://192.168.0.1/a", true],
    ["https://169.254.169.254/latest", true],
    ["http://10.0.0.1/a", true],
    ["file:///etc/passwd", true],
    ["data:text/plain,x", true],
    ["https://me:pw@example.com/a", true],
    ["nonsense", true],
  ])("%s is not (loopback %s)", (url, allowLoopback) => {
    expect(() => checkMediaUrl(url, allowLoopback)).toThrow(expect.objectContaining({ name: "MediaError", code: "refused" }));
  });
});
