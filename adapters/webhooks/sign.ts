import { createHmac, randomBytes } from 'node:crypto'

/**
 * The signature of the Standard Webhooks specification (v1, HMAC-SHA256) over '<id>.<timestamp>.<payload>'.
 * `secret`: 'whsec_' and base64. Throws RangeError for another one.
 */
export function signWebhook(secret: string, id: string, timestampSeconds: number, payload: string): string {
  const key = readSecret(secret)
  const digest = createHmac('sha256', key).update(`${id}.${timestampSeconds}.${payload}`).digest('base64')
  return `v1,${digest}`
}

/** A new one: 'whsec_' and base64 of 32 random bytes. */
export function makeWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

function readSecret(secret: string): Buffer {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  if (!secret.startsWith('whsec_') || key.length < 24) {
    throw new RangeError("a webhook secret is 'whsec_' and at least 24 bytes in base64")
  }
  return key
}
