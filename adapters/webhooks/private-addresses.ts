import { BlockList, isIP, isIPv4 } from 'node:net'

// IANA's special-purpose registries (RFC 6890 and its successors), multicast and what tunnels IPv4 inside IPv6.
const blocked = new BlockList()
for (const range of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4'
]) {
  add(range, 'ipv4')
}
for (const range of [
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8'
]) {
  add(range, 'ipv6')
}

function add(range: string, family: 'ipv4' | 'ipv6'): void {
  const [network, bits] = range.split('/') as [string, string]
  blocked.addSubnet(network, Number(bits), family)
}

/** Whether a numeric address is not of the public internet. What is no address counts as private. */
export function isPrivateAddress(address: string): boolean {
  if (isIP(address) === 0) return true
  if (isIPv4(address)) return blocked.check(address, 'ipv4')
  // An IPv4 address in IPv6 clothes is judged as what it is (URL and DNS write it ::ffff:a.b.c.d or ::ffff:hhhh:hhhh).
  const inner = unwrap(address)
  return inner === null ? blocked.check(address, 'ipv6') : blocked.check(inner, 'ipv4')
}

function unwrap(address: string): string | null {
  const canonical = new URL(`http://[${address.split('%')[0]}]/`).hostname.slice(1, -1)
  const match = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical)
  if (!match) return null
  const [high, low] = [Number.parseInt(match[1]!, 16), Number.parseInt(match[2]!, 16)]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}
