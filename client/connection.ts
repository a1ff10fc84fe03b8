import { type RetryPolicy, toRetryPolicy } from '../ports/retry/retry-policy.ts'

/** How to reach a service. */
export interface ClientOptions {
  /** Where it answers ('http://127.0.0.1:8080', a path included where a proxy adds one). In its own page: ''. */
  readonly url: string
  readonly apiKey?: string
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>
  /** For one attempt; what is asked to wait gets that time on top. Default 30. */
  readonly timeoutSeconds?: number
  /** Of one call, the first included. Default 5. */
  readonly attempts?: number
  /** Between attempts; doubles. Default 0.2. */
  readonly firstPauseSeconds?: number
  /** Default 10. What the service asks for (Retry-After, up to an hour) counts where it is longer. */
  readonly maxPauseSeconds?: number
  /** An event stream is taken for lost after as long without a byte (the service beats every 10 s). Default 35. */
  readonly silenceSeconds?: number
  /** In place of the platform's own. */
  readonly fetch?: typeof fetch
}

export interface Connection
  extends Required<
    Omit<ClientOptions, 'url' | 'apiKey' | 'attempts' | 'firstPauseSeconds' | 'maxPauseSeconds'>
  > {
  /** Without a slash at its end. */
  readonly base: string
  readonly retryPolicy: RetryPolicy & { readonly maxAttempts: number }
}

/** Options with their defaults. Throws TypeError where `url` is no http address. */
export function buildConnection({
  url,
  apiKey,
  headers,
  attempts = 5,
  firstPauseSeconds = 0.2,
  maxPauseSeconds = 10,
  ...options
}: ClientOptions): Connection {
  if (url !== '' && !/^https?:\/\//i.test(url)) throw new TypeError(`'${url}' is no http address`)
  return {
    timeoutSeconds: 30,
    silenceSeconds: 35,
    fetch: (input, init) => fetch(input, init),
    ...options,
    retryPolicy: toRetryPolicy({ firstPauseSeconds, maxPauseSeconds, maxAttempts: attempts }),
    base: url.replace(/\/+$/, ''),
    headers: { ...headers, ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }) }
  }
}
