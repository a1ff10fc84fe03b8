import { lookup as resolveName } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import type { Clock } from '../../ports/clock.ts'
import { describeCause } from '../../ports/describe-cause.ts'
import { readRetryAfterMs } from '../../ports/retry/retry-after.ts'
import type { WebhookAnswer, WebhookCall, WebhookSender } from '../../ports/webhooks.ts'
import { isPrivateAddress } from './private-addresses.ts'
import { signWebhook } from './sign.ts'

// `import 'node:http'` would evaluate all its exports and so load undici, which takes 60 ms at the start.
const { request: requestHttp } = process.getBuiltinModule('node:http')
const { request: requestHttps } = process.getBuiltinModule('node:https')

interface WebhookSenderSettings {
  /** 'whsec_' followed by base64. */
  readonly secret: string
  /** Allows addresses outside the public internet. */
  readonly allowPrivate: boolean
  /** Timeout of one call, from the name lookup to the end of the answer. Default 15. */
  readonly timeoutSeconds?: number
  /** Resolves host names. For tests. */
  readonly resolve?: LookupFunction
}

// Only the status of an answer matters, so at most this much of its body is read.
const MAX_ANSWER_BYTES = 65_536

interface HttpAnswer {
  readonly status: number
  readonly retryAfter: string | null
}

class PrivateAddressError extends Error {}

const lookUpName: LookupFunction = (hostname, options, callback) => resolveName(hostname, options, callback)

/**
 * Sends webhooks over HTTP(S) and does not follow redirects. Each call opens a new connection and checks the resolved
 * address first, because a name that was public at submission may now lead to a private address.
 */
export function buildWebhookSender(settings: WebhookSenderSettings, clock: Clock): WebhookSender {
  const { secret, allowPrivate, timeoutSeconds = 15, resolve = lookUpName } = settings
  signWebhook(secret, '', 0, '')

  const lookup: LookupFunction = (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, [])
      const addresses = Array.isArray(found) ? found : [{ address: found, family: isIP(found) }]
      const isPrivate = addresses.some(({ address }) => isPrivateAddress(address))
      if (isPrivate && !allowPrivate) return callback(new PrivateAddressError(describePrivate(hostname)), [])
      const [first] = addresses
      if (!first) return callback(new Error(`${hostname} has no address`), [])
      if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }

  function refuse(url: string): string | null {
    if (!URL.canParse(url)) return 'it is not an absolute URL'
    const { protocol, hostname, username, password } = new URL(url)
    if (protocol !== 'https:' && protocol !== 'http:') return `its scheme is ${protocol}, not https: or http:`
    if (username !== '' || password !== '') return 'it contains a user name or a password'
    if (allowPrivate) return null
    const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
    if (isIP(host) !== 0) return isPrivateAddress(host) ? describePrivate(host) : null
    return /(^|\.)(localhost|local|internal)$/i.test(host) ? describePrivate(host) : null
  }

  function call({ id, url, payload }: WebhookCall, signal: AbortSignal): Promise<HttpAnswer> {
    const timestamp = Math.floor(clock.now() / 1000)
    const target = new URL(url)
    const request = target.protocol === 'https:' ? requestHttps : requestHttp
    return new Promise((resolveAnswer, reject) => {
      const calling = request(
        target,
        {
          method: 'POST',
          agent: false,
          lookup,
          signal,
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(payload),
            'user-agent': 'groundswell',
            'webhook-id': id,
            'webhook-timestamp': timestamp,
            'webhook-signature': signWebhook(secret, id, timestamp, payload)
          }
        },
        response => {
          let taken = 0
          const answered = () =>
            resolveAnswer({
              status: response.statusCode ?? 0,
              retryAfter: response.headers['retry-after'] ?? null
            })
          response.on('data', (part: Buffer) => {
            taken += part.length
            if (taken > MAX_ANSWER_BYTES) response.destroy()
          })
          response.on('close', answered)
          response.on('error', answered)
        }
      )
      calling.on('error', reject)
      calling.end(payload)
    })
  }

  return {
    refuse,
    async send(webhook, signal) {
      const refused = refuse(webhook.url)
      if (refused !== null) return { ok: false, reason: refused, isFinal: true, retryAfterMs: null }
      const limit = AbortSignal.timeout(timeoutSeconds * 1000)
      try {
        return toWebhookAnswer(await call(webhook, AbortSignal.any([signal, limit])), clock.now())
      } catch (error) {
        const reason = limit.aborted ? `no answer within ${timeoutSeconds} s` : describeCause(error)
        return { ok: false, reason, isFinal: error instanceof PrivateAddressError, retryAfterMs: null }
      }
    },
    async close() {}
  }
}

/** 410: the receiver wants no more webhooks (Standard Webhooks). 413: the body is too large. A retry would fail too. */
const FINAL_STATUSES = [410, 413]

function toWebhookAnswer({ status, retryAfter }: HttpAnswer, now: number): WebhookAnswer {
  if (status >= 200 && status < 300) return { ok: true }
  const reason =
    status >= 300 && status < 400
      ? `it answered ${status}: redirects are not followed`
      : `it answered ${status}`
  const retryAfterMs = readRetryAfterMs(retryAfter, now)
  return { ok: false, reason, isFinal: FINAL_STATUSES.includes(status), retryAfterMs }
}

function describePrivate(host: string): string {
  return `${host} is not an address of the public internet`
}
