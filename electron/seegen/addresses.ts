import { lookup as resolve, type LookupAddress } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { MediaError } from "../../shared/contract/libraryErrors.ts";
import { isLoopbackHost } from "./loopback.ts";

/** Networks that no public file lives in (IANA's special-purpose registries). */
const PRIVATE_4 = [
  "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
  "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
];
const PRIVATE_6 = ["::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"];

function listOf(networks: readonly string[], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits = ""] = network.split("/");
    list.addSubnet(address, Number(bits), family);
  }
  return list;
}

const list4 = listOf(PRIVATE_4, "ipv4");
const list6 = listOf(PRIVATE_6, "ipv6");

/** Whether an IP address belongs to a private, local or otherwise special network. IPv4 inside IPv6 is judged as IPv4. */
export function isPrivateAddress(address: string): boolean {
  if (isIP(address) === 4) return list4.check(address, "ipv4");
  const plain = address.replace(/%.*$/, "");
  if (isIP(plain) !== 6) return true;
  const inside = ipv4Inside(plain);
  return inside === null ? list6.check(plain, "ipv6") : list4.check(inside, "ipv4");
}

/** The IPv4 address of `::ffff:a.b.c.d`, `::a.b.c.d` and `64:ff9b::a.b.c.d`. */
function ipv4Inside(address: string): string | null {
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const tail = /^(?:::ffff:|64:ff9b::|::)((?:[0-9a-f]{1,4}:)?[0-9a-f]{1,4})$/.exec(canonical)?.[1];
  if (tail === undefined || canonical === "::1") return null;
  const groups = tail.split(":").map((group) => Number.parseInt(group, 16));
  const [high, low] = groups.length === 2 ? groups : [0, groups[0]];
  if (high === undefined || low === undefined) return null;
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

/** Final for the library: no later attempt changes an address. */
function refused(message: string): MediaError {
  return new MediaError("refused", message);
}

/**
 * Check a URL of media before anything is sent. A graph and a service name these URLs, so they must not reach into the user's network.
 * @throws MediaError `refused`
 */
export function checkMediaUrl(text: string, allowHttpLoopback: boolean): URL {
  if (!URL.canParse(text)) throw refused(`The address of the media is not a URL: ${text.slice(0, 100)}`);
  const url = new URL(text);
  const isLoopback = allowHttpLoopback && isLoopbackHost(url.hostname);
  if (url.username !== "" || url.password !== "") throw refused(`The address of the media at ${url.host} holds a user name or password; that is not supported.`);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback)) {
    throw refused(`Media are fetched over https only, and ${url.origin === "null" ? url.protocol : url.origin} is not.`);
  }
  const address = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(address) !== 0 && !isLoopback && isPrivateAddress(address)) throw refused(`${url.host} is an address of a private network; media are fetched from public ones only.`);
  return url;
}

/** A DNS lookup that hands on public addresses only, so that the one checked is the one connected to. */
export function publicLookup(allowHttpLoopback: boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const isLoopback = allowHttpLoopback && isLoopbackHost(hostname);
      const open = error ? [] : addresses.filter(({ address }) => isLoopback || !isPrivateAddress(address));
      const [first] = open;
      if (error) callback(error, "", 0);
      else if (!first) callback(refused(`${hostname} belongs to a private network; media are fetched from public ones only.`), "", 0);
      else if (options.all === true) callback(null, open);
      else callback(null, first.address, first.family);
    });
  };
}
