import type { DrainLimits } from './http/drain.ts'
import type { OpenLimits } from './http/open-limit.ts'

export interface ApiSettings {
  /** 127.0.0.1 unless at least one key is configured (the configuration refuses anything else). */
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  /** None: no key is asked for. */
  readonly keys: readonly { readonly name: string; readonly secret: string }[]
  /** How long a page may call by the cookie it got for a key. */
  readonly sessionSeconds: number
  /** Host names served besides this machine's own and `host`. */
  readonly allowedHosts: readonly string[]
  /** Origins of other web pages that may call. */
  readonly allowedOrigins: readonly string[]
  /** Proxies whose word on where a request comes from is believed. */
  readonly trustedProxies: readonly { readonly address: string; readonly prefix: number }[]
  /** The one header they write it to; the other one may be the client's own. */
  readonly trustedProxyHeader: 'x-forwarded-for' | 'forwarded'
  /** Defaults of a garbage collection. */
  readonly keepServed: number
  readonly keepNewest: number
  readonly limits: ApiLimits
}

export interface ApiLimits {
  /** Of one request, and of one line of a batch. */
  readonly bodyBytes: number
  /** Of all bodies in memory at a time; at least twice `bodyBytes`. */
  readonly allBodiesBytes: number
  /** How long a body waits for room among them. */
  readonly bodyWaitSeconds: number
  /** After so long without a byte a body is given up. */
  readonly bodySilentSeconds: number
  /** How much of a body that was refused is read and dropped, so that its answer arrives. */
  readonly drain: DrainLimits
  readonly headerBytes: number
  /** Of one submitted cascade. */
  readonly events: number
  /** How far ahead of the clock an event or a watermark may be dated. */
  readonly futureSeconds: number
  /** How deep JSON may nest. */
  readonly depth: number
  /** Of `Prefer: wait`. */
  readonly waitSeconds: number
  /** For a whole request to arrive, a batch included. */
  readonly requestSeconds: number
  /** Between the comments that keep a feed alive; a reader that takes nothing for three of them is let go. */
  readonly heartbeatSeconds: number
  /** Open feeds at a time. */
  readonly feeds: OpenLimits
  /** Requests that wait (`Prefer: wait`) at a time. */
  readonly waits: OpenLimits
  readonly connections: number
  /** Of one address that is no trusted proxy's. */
  readonly connectionsPerAddress: number
  /** Lines of a batch under way at a time. */
  readonly batchWidth: number
}

export const defaultLimits: ApiLimits = {
  bodyBytes: 16_777_216,
  allBodiesBytes: 67_108_864,
  bodyWaitSeconds: 10,
  bodySilentSeconds: 30,
  drain: { bytes: 67_108_864, unauthenticatedBytes: 524_288, seconds: 30, silentSeconds: 2 },
  headerBytes: 16_384,
  events: 200_000,
  futureSeconds: 300,
  depth: 32,
  waitSeconds: 60,
  requestSeconds: 300,
  heartbeatSeconds: 10,
  feeds: { total: 2_000, perKey: 500, perAddress: 250 },
  waits: { total: 2_000, perKey: 1_000, perAddress: 500 },
  connections: 10_000,
  connectionsPerAddress: 1_000,
  batchWidth: 64
}
