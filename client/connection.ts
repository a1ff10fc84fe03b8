import { type RetryPolicy, toRetryPolicy } from '../ports/retry/retry-policy.ts'

/** How to reach a service. */
export interface ClientOptions {
  /** The service's address, with the path that a proxy adds: 'http://127.0.0.1:8080'. On the service's own page: ''. */
  readonly url: string
  readonly apiKey?: string
  /** Added to every request. */
  readonly headers?: Readonly<Record<string, string>>
  /** Limit of one attempt. A call that asks the service to wait gets that time in addition. Default 30. */
  readonly timeoutSeconds?: number
  /** Maximum number of attempts of one call, including the first. Default 5. */
  readonly attempts?: number
  /** First delay between attempts; it doubles with every retry. Default 0.2. */
  readonly firstPauseSeconds?: number
  /** Maximum delay between attempts. A longer Retry-After of the service (up to one hour) takes precedence. Default 10. */
  readonly maxPauseSeconds?: number
  /** An event stream without a byte for this long is closed and reopened (the service sends one every 10 s). Default 35. */
  readonly silenceSeconds?: number
  /** Replaces the fetch of the platform. */
  readonly fetch?: typeof fetch
}

export interface Connection
  extends Required<
    Omit<ClientOptions, 'url' | 'apiKey' | 'attempts' | 'firstPauseSeconds' | 'maxPauseSeconds'>
  > {
  /** The address without a trailing slash. */
  readonly base: string
  readonly retryPolicy: RetryPolicy & { readonly maxAttempts: number }
}

/** Applies the defaults. Throws TypeError if `url` is not an HTTP address. */
export function buildConnection({
  url,
  apiKey,
  headers,
  attempts = 5,
  firstPauseSeconds = 0.2,
  maxPauseSeconds = 10,
  ...options
}: ClientOptions): Connection {
  if (url !== '' && !/^https?:\/\//i.test(url))
    throw new TypeError(`url must start with http:// or https:// (got '${url}')`)
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
