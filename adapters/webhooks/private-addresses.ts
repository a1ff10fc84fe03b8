import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** All of IPv6 that is assigned for the public internet (RFC 4291). Everything else is internal, a tunnel or unassigned. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Whether a numeric address is not of the public internet, by IANA's special-purpose registries. What is no address
 * counts as private, and so does IPv4 within IPv6 (6to4, NAT64, Teredo) except the mapped form, which is judged as IPv4.
 */
export function isPrivateAddress(text: string): boolean {
  // The library reads shorthand ('127.1', '0x7f.1') too, which no resolver answers.
  if (isIP(text) === 0) return true
  const address = ipaddr.process(text)
  if (address.range() !== 'unicast') return true
  return address instanceof ipaddr.IPv6 && !address.match(globalUnicast)
}
