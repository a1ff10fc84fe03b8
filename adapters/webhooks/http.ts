import { lookup as resolveName } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import type { Clock } from '../../ports/clock.ts'
import { describeCause } from '../../ports/describe-cause.ts'
import { readRetryAfterMs } from '../../ports/retry/retry-after.ts'
import type { WebhookAnswer, WebhookCall, WebhookSender } from '../../ports/webhooks.ts'
import { isPrivateAddress } from './private-addresses.ts'
import { signWebhook } from './sign.ts'

// Importing node:http would load all it can lead to (undici: 60 ms of a start) for the sake of its list of exports.
const { request: requestHttp } = process.getBuiltinModule('node:http')
const { request: requestHttps } = process.getBuiltinModule('node:https')

interface WebhookSenderSettings {
  /** 'whsec_' and base64. */
  readonly secret: string
  /** Whether addresses that are not of the public internet may be called. */
  readonly allowPrivate: boolean
  /** Of one call, from the name's look-up to the end of the answer. Default 15. */
  readonly timeoutSeconds?: number
  /** How names are resolved; for tests. */
  readonly resolve?: LookupFunction
}

// What a receiver answers is only looked at for its status: no more than this is taken in.
const MAX_ANSWER_BYTES = 65_536

interface HttpAnswer {
  readonly status: number
  readonly retryAfter: string | null
}

class PrivateAddress extends Error {}

/**
 * Calls addresses over HTTP(S). Redirects are not followed. Every connection is a new one, to an address that was
 * checked when it was made: a name that was public when it was submitted may not be so any more.
 */
export function buildWebhookSender(settings: WebhookSenderSettings, clock: Clock): WebhookSender {
  const { secret, allowPrivate, timeoutSeconds = 15, resolve = resolveName as LookupFunction } = settings
  signWebhook(secret, '', 0, '')

  const lookup: LookupFunction = (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, [])
      const addresses = Array.isArray(found) ? found : [{ address: found, family: isIP(found) }]
      const isPrivate = addresses.some(({ address }) => isPrivateAddress(address))
      if (isPrivate && !allowPrivate) return callback(new PrivateAddress(refusal(hostname)), [])
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
    if (isIP(host) !== 0) return isPrivateAddress(host) ? refusal(host) : null
    return /(^|\.)(localhost|local|internal)$/i.test(host) ? refusal(host) : null
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
        return judge(await call(webhook, AbortSignal.any([signal, limit])), clock.now())
      } catch (error) {
        const reason = limit.aborted ? `no answer within ${timeoutSeconds} s` : describeCause(error)
        return { ok: false, reason, isFinal: error instanceof PrivateAddress, retryAfterMs: null }
      }
    },
    async close() {}
  }
}

/** No more wanted (Standard Webhooks), or too large for ever: the same again is refused again. */
const FINAL_STATUSES = [410, 413]

function judge({ status, retryAfter }: HttpAnswer, now: number): WebhookAnswer {
  if (status >= 200 && status < 300) return { ok: true }
  const reason =
    status >= 300 && status < 400
      ? `it answered ${status}: redirects are not followed`
      : `it answered ${status}`
  const retryAfterMs = readRetryAfterMs(retryAfter, now)
  return { ok: false, reason, isFinal: FINAL_STATUSES.includes(status), retryAfterMs }
}

function refusal(host: string): string {
  return `${host} is not an address of the public internet`
}
