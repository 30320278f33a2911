/** This machine by its very name: `localhost`, 127.0.0.0/8, ::1. `hostname` as `URL` gives it, which has turned every notation of an IPv4 address into four decimal numbers. */
export function isLoopbackName(hostname: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\]|::1)$/.test(hostname);
}

/** Names that only a local network, or one machine, knows. */
const LOCAL_NAME = /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|private|home\.arpa)$/;

/**
 * Whether nobody outside of this network can reach a host: an address of a private, local or otherwise special network (IANA's registries), IPv4 inside of IPv6 included, or a name that
 * no public DNS has. `hostname` as `URL` gives it. What a public name resolves to is not looked up here.
 */
export function isPrivateHost(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.+$/, "");
  const bare = name.replace(/^\[|\]$/g, "");
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(bare)) return isPrivate4(bare.split(".").map(Number));
  if (bare.includes(":")) return isPrivate6(bare);
  return name === "" || !name.includes(".") || LOCAL_NAME.test(name);
}

/** First octets and how many bits of them count. */
const PRIVATE_4: readonly (readonly [octets: readonly number[], bits: number])[] = [
  [[0], 8],
  [[10], 8],
  [[100, 64], 10],
  [[127], 8],
  [[169, 254], 16],
  [[172, 16], 12],
  [[192, 0, 0], 24],
  [[192, 0, 2], 24],
  [[192, 88, 99], 24],
  [[192, 168], 16],
  [[198, 18], 15],
  [[198, 51, 100], 24],
  [[203, 0, 113], 24],
  [[224], 4],
  [[240], 4],
];

function isPrivate4(octets: readonly number[]): boolean {
  const address = asNumber(octets);
  return PRIVATE_4.some(([network, bits]) => Math.floor(address / 2 ** (32 - bits)) === Math.floor(asNumber(network) / 2 ** (32 - bits)));
}

function asNumber(octets: readonly number[]): number {
  return [0, 1, 2, 3].reduce((sum, at) => sum * 256 + (octets[at] ?? 0), 0);
}

function isPrivate6(address: string): boolean {
  const groups = groupsOf(address);
  // What cannot be read is not trusted.
  if (groups === null) return true;
  const [first = 0, second = 0] = groups;
  const inside = embedded4(groups);
  if (inside !== null) return isPrivate4(inside);
  const isUnicast = first >= 0x2000 && first <= 0x3fff;
  // Teredo and the like, documentation, 6to4.
  return !isUnicast || (first === 0x2001 && (second < 0x200 || second === 0xdb8)) || first === 0x2002 || first === 0x3fff;
}

/** The IPv4 address of `::a.b.c.d`, `::ffff:a.b.c.d`, `64:ff9b::a.b.c.d`. */
function embedded4(groups: readonly number[]): number[] | null {
  const [high = 0, low = 0] = groups.slice(6);
  const head = groups.slice(0, 6).map((group) => group.toString(16)).join(":");
  const isWithin = head === "0:0:0:0:0:ffff" || head === "64:ff9b:0:0:0:0" || (head === "0:0:0:0:0:0" && high !== 0);
  return isWithin ? [high >> 8, high & 255, low >> 8, low & 255] : null;
}

/** The eight groups of an IPv6 address; null when it is none. */
function groupsOf(address: string): number[] | null {
  // The parser writes it in one way only, whatever notation it was.
  const url = URL.parse(`http://[${address.replace(/%.*$/, "")}]/`);
  if (!url) return null;
  const [head = "", tail] = url.hostname.slice(1, -1).split("::");
  const read = (text: string | undefined) => (text ? text.split(":").map((group) => Number.parseInt(group, 16)) : []);
  const [before, after] = [read(head), read(tail)];
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}
