import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import type { ApiSettings } from '../settings.ts'

/** The network a request comes from: an IPv4 address, or an IPv6 /64, which one subscriber has to himself. */
export type ReadClientAddress = (request: Pick<IncomingMessage, 'socket' | 'headers'>) => string

type ProxySettings = Pick<ApiSettings, 'trustedProxies' | 'trustedProxyHeader'>

/**
 * Reads the hops that proxies have written, from the right, for as long as the one who wrote them is trusted: what a
 * client writes itself stands left of its own address and is never reached.
 */
export function buildClientAddress({ trustedProxies, trustedProxyHeader }: ProxySettings): ReadClientAddress {
  const isTrusted = buildProxyCheck({ trustedProxies })
  const readHops = trustedProxyHeader === 'forwarded' ? readForwarded : readForwardedFor
  /** Of peers that are no proxy: a connection keeps its peer. */
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

/** Whether an address is one of a trusted proxy. */
export function buildProxyCheck({ trustedProxies }: Pick<ApiSettings, 'trustedProxies'>) {
  const trusted = new BlockList()
  for (const { address, prefix } of trustedProxies)
    trusted.addSubnet(address, prefix, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  return (given: string): boolean => {
    const address = readAddress(given)
    return address !== null && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  }
}

/** 'X-Forwarded-For: 203.0.113.7, 10.0.0.2'. */
function readForwardedFor(header: string): readonly string[] {
  return header === '' ? [] : header.split(',').map(hop => hop.trim())
}

/** 'Forwarded: for="[2001:db8::1]:443";proto=https, for=10.0.0.2' (RFC 7239). */
function readForwarded(header: string): readonly string[] {
  if (header === '') return []
  return header.split(',').map(element => {
    const value = /(?:^|;)\s*for\s*=\s*("[^"]*"|[^;,\s]*)/i.exec(element)?.[1] ?? ''
    return value.replace(/^"(.*)"$/, '$1')
  })
}

/** An IP address without its port, brackets and zone; an IPv4 address in IPv6 clothes as IPv4. Null: it is none. */
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
