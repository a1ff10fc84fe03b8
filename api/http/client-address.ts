import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import type { ApiSettings } from '../settings.ts'

/** Returns the network of the caller: an IPv4 address, or an IPv6 /64, which belongs to one subscriber. */
export type ReadClientAddress = (request: Pick<IncomingMessage, 'socket' | 'headers'>) => string

type ProxySettings = Pick<ApiSettings, 'trustedProxies' | 'trustedProxyHeader'>

/**
 * Reads the addresses in the forwarding header from right to left, up to the first one that is not a trusted proxy. A client
 * can only write addresses to the left of its own, so that they are never read.
 */
export function buildClientAddress({ trustedProxies, trustedProxyHeader }: ProxySettings): ReadClientAddress {
  const isTrusted = buildProxyCheck({ trustedProxies })
  const readHops = trustedProxyHeader === 'forwarded' ? readForwarded : readForwardedFor
  /** The networks of direct callers; the peer of a connection never changes. */
  const networks = new WeakMap<IncomingMessage['socket'], string>()
  return ({ socket, headers }) => {
    const known = networks.get(socket)
    if (known !== undefined) return known
    let address = readAddress(socket.remoteAddress ?? '') ?? ''
    if (!isTrusted(address)) {
      const network = toNetwork(address)
      networks.set(socket, network)
      return network
    }
    for (const hop of readHops(String(headers[trustedProxyHeader] ?? '')).toReversed()) {
      const next = readAddress(hop)
      if (next === null) break
      address = next
      if (!isTrusted(address)) break
    }
    return toNetwork(address)
  }
}

/** Builds a check whether an address belongs to a trusted proxy. */
export function buildProxyCheck({ trustedProxies }: Pick<ApiSettings, 'trustedProxies'>) {
  const trusted = new BlockList()
  for (const { address, prefix } of trustedProxies)
    trusted.addSubnet(address, prefix, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  return (given: string): boolean => {
    const address = readAddress(given)
    return address !== null && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  }
}

/** Splits a header such as 'X-Forwarded-For: 203.0.113.7, 10.0.0.2'. */
function readForwardedFor(header: string): readonly string[] {
  return header === '' ? [] : header.split(',').map(hop => hop.trim())
}

/** Splits a header such as 'Forwarded: for="[2001:db8::1]:443";proto=https, for=10.0.0.2' (RFC 7239). */
function readForwarded(header: string): readonly string[] {
  if (header === '') return []
  return header.split(',').map(element => {
    const value = /(?:^|;)\s*for\s*=\s*("[^"]*"|[^;,\s]*)/i.exec(element)?.[1] ?? ''
    return value.replace(/^"(.*)"$/, '$1')
  })
}

/** Returns an IP address without port, brackets and zone, and an IPv4-mapped IPv6 address as IPv4; null for anything else. */
function readAddress(hop: string): string | null {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(hop)?.[1] ?? hop
  const address = bare.replace(/%.*$/, '').toLowerCase()
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1] ?? address
  return isIP(mapped) > 0 ? mapped : null
}

function toNetwork(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = address.split('::')
  const groups = head === '' ? [] : head.split(':')
  if (tail !== undefined) {
    const last = tail === '' ? [] : tail.split(':')
    while (groups.length + last.length < 8) groups.push('0')
    groups.push(...last)
  }
  const network = groups.slice(0, 4).map(group => Number.parseInt(group, 16).toString(16))
  return `${network.join(':')}::/64`
}
