import * as fc from "fast-check";
import { BlockList } from "node:net";
import { expect, test } from "vitest";
import { checkMediaUrl } from "../../../shared/nodes/mediaUrl.ts";
import { isPrivateHost } from "../../../shared/nodes/privateHosts.ts";

const hostOf = (text: string): string => new URL(`https://${text}/x`).hostname;

test.for([
  "10.1.2.3", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "0", "0.0.0.0", "169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376",
  "192.168.0.1", "192.168.1", "172.16.0.1", "172.31.255.255", "100.64.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "１２７.0.0.1", "127。0。0。1",
  "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:a9fe:a9fe]", "[::7f00:1]", "[64:ff9b::10.0.0.1]", "[fe80::1]", "[fc00::1]", "[fd12:3456::1]", "[ff02::1]", "[2002:7f00:1::]", "[2001:db8::1]", "[2001::1]", "[0:0:0:0:0:ffff:127.0.0.1]",
  "localhost", "LOCALHOST", "localhost.", "a.localhost", "metadata.google.internal", "router.lan", "nas.local", "nas.local.", "intranet", "printer", "x.home.arpa",
])("%s is nothing that the service can reach, and never becomes a request", (host) => {
  expect(isPrivateHost(hostOf(host))).toBe(true);
});

test.for(["example.org", "8.8.8.8", "1.1.1.1", "172.15.0.1", "172.32.0.1", "100.128.0.1", "[2606:4700::1111]", "[::ffff:8.8.8.8]", "localhost.example.org", "local.example", "cdn.example.org."])("%s is public", (host) => {
  expect(isPrivateHost(hostOf(host))).toBe(false);
});

test("for every IPv4 address the answer is that of the registries", () => {
  const list = new BlockList();
  for (const network of ["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"]) {
    const [address = "", bits] = network.split("/");
    list.addSubnet(address, Number(bits));
  }
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      expect(isPrivateHost(address)).toBe(list.check(address));
      expect(isPrivateHost(hostOf(`[::ffff:${address}]`))).toBe(list.check(address));
    }),
    { numRuns: 2000 },
  );
});

test.for(["file:///etc/passwd", "data:image/png;base64,AAAA", "ftp://example.org/x", "http://example.org/x", "javascript:alert(1)", "//example.org/x", "https://user:pw@example.org/x", " https://example.org/x", "https://", "blob:https://example.org/1", "\\\\server\\share\\x.png", "../../etc/passwd", "C:\\x.png", "asset://x", "https://169.254.169.254/latest/meta-data", "http://[::ffff:127.0.0.1]/x"])("the document may not name %s", (url) => {
  expect(checkMediaUrl(url).map(({ severity }) => severity)).toEqual(["error"]);
});

test("the document may name https addresses, and http on this machine for the sandbox", () => {
  expect(checkMediaUrl("https://cdn.example.org/a.png?X-Amz-Signature=1")).toEqual([]);
  expect(checkMediaUrl("http://127.0.0.1:4000/files/x")).toEqual([]);
});
