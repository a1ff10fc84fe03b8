import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** The only range of IPv6 that is assigned to the public internet (RFC 4291). */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * True for a numeric address outside the public internet, by the special-purpose registries of IANA. Text that is not an
 * address counts as private. So does IPv4 within IPv6 (6to4, NAT64, Teredo), except the mapped form, which is checked as
 * IPv4.
 */
export function isPrivateAddress(text: string): boolean {
  // The library also accepts shorthand ('127.1', '0x7f.1'), which no resolver returns.
  if (isIP(text) === 0) return true
  const address = ipaddr.process(text)
  if (address.range() !== 'unicast') return true
  return address instanceof ipaddr.IPv6 && !address.match(globalUnicast)
}
