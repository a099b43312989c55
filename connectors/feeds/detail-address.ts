import { BlockList, isIP } from "node:net";

/** Addresses that are not out on the internet: never asked unless the scheme names the very address. */
const NOT_PUBLIC = new BlockList();
/** Apart, since a list counts every IPv4 address as one of IPv6 as well. */
const NOT_PUBLIC_IPV6 = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const) {
  NOT_PUBLIC.addSubnet(network, bits, "ipv4");
}
for (const [network, bits] of [
  ["::", 96],
  ["::ffff:0:0", 96],
  // NAT64 and 6to4 carry an IPv4 address inside, which would not be looked at.
  ["64:ff9b::", 16],
  ["2002::", 16],
  ["100::", 64],
  ["2001:db8::", 32],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const) {
  NOT_PUBLIC_IPV6.addSubnet(network, bits, "ipv6");
}

export function isPublicAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  switch (isIP(plain)) {
    case 4:
      return !NOT_PUBLIC.check(plain, "ipv4");
    case 6:
      return !NOT_PUBLIC_IPV6.check(plain, "ipv6");
    default:
      return false;
  }
}

/** What is wrong with asking this URL, or null. A host is allow-listed as it stands in the URL, with its port if it has one. */
export function detailUrlFault(url: string, allowedHosts: readonly string[]): string | null {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed?.protocol !== "https:" || parsed.username !== "" || parsed.password !== "") {
    return "it is not a plain https URL";
  }
  return allowedHosts.includes(parsed.host) ? null : "its host is not one that this agency's details may come from";
}
