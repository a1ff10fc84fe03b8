import type { DrainLimits } from './http/drain.ts'
import type { OpenLimits } from './http/open-limit.ts'

export interface ApiSettings {
  /** Any address but 127.0.0.1 needs at least one key: the configuration checks this. */
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  /** Empty: no key is required. */
  readonly keys: readonly { readonly name: string; readonly secret: string }[]
  /** Lifetime of a session cookie. */
  readonly sessionSeconds: number
  /** Accepted host names beside localhost and `host`. */
  readonly allowedHosts: readonly string[]
  /** Origins of other web pages that may call the API. */
  readonly allowedOrigins: readonly string[]
  /** Proxies whose forwarding header is trusted. */
  readonly trustedProxies: readonly { readonly address: string; readonly prefix: number }[]
  /** The header that these proxies write. The other header is ignored: a client may have written it. */
  readonly trustedProxyHeader: 'x-forwarded-for' | 'forwarded'
  /** Defaults of the garbage collection of model artefacts. */
  readonly keepServed: number
  readonly keepNewest: number
  readonly limits: ApiLimits
}

export interface ApiLimits {
  /** Maximum size of one request body, and of one line of a batch. */
  readonly bodyBytes: number
  /** Maximum size of all bodies in memory together; at least twice `bodyBytes`. */
  readonly allBodiesBytes: number
  /** How long a body waits for room in `allBodiesBytes`. */
  readonly bodyWaitSeconds: number
  /** A body that sends no byte for this long is rejected. */
  readonly bodySilentSeconds: number
  /** How much of a rejected body is read and discarded, so that the answer reaches the caller. */
  readonly drain: DrainLimits
  readonly headerBytes: number
  /** Maximum number of events in one submission. */
  readonly events: number
  /** How far in the future the time of an event or a watermark may be. */
  readonly futureSeconds: number
  /** Maximum nesting depth of JSON. */
  readonly depth: number
  /** Maximum of `Prefer: wait`. */
  readonly waitSeconds: number
  /** Time for a whole request to arrive, also for a batch. */
  readonly requestSeconds: number
  /** Interval of the comments that keep a feed open. A reader that reads nothing for three intervals is disconnected. */
  readonly heartbeatSeconds: number
  /** Maximum number of open feeds. */
  readonly feeds: OpenLimits
  /** Maximum number of waiting requests (`Prefer: wait`). */
  readonly waits: OpenLimits
  readonly connections: number
  /** Maximum number of connections from one address; trusted proxies have no such limit. */
  readonly connectionsPerAddress: number
  /** Maximum number of lines of a batch that are processed at a time. */
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
