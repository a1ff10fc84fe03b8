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
  /** Defaults of a garbage collection. */
  readonly keepServed: number
  readonly keepNewest: number
  readonly limits: ApiLimits
}

export interface ApiLimits {
  /** Of one request, and of one line of a batch. */
  readonly bodyBytes: number
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
  readonly feeds: number
  /** Lines of a batch under way at a time. */
  readonly batchWidth: number
}

export const defaultLimits: ApiLimits = {
  bodyBytes: 16_777_216,
  headerBytes: 16_384,
  events: 200_000,
  futureSeconds: 300,
  depth: 32,
  waitSeconds: 60,
  requestSeconds: 300,
  heartbeatSeconds: 10,
  feeds: 1_000,
  batchWidth: 64
}
