import { createHmac, randomBytes } from 'node:crypto'

/**
 * Signs '<id>.<timestamp>.<payload>' as the Standard Webhooks specification says (v1, HMAC-SHA256).
 * `secret`: 'whsec_' followed by at least 24 bytes in base64. Throws RangeError for any other secret.
 */
export function signWebhook(secret: string, id: string, timestampSeconds: number, payload: string): string {
  const key = readSecret(secret)
  const digest = createHmac('sha256', key).update(`${id}.${timestampSeconds}.${payload}`).digest('base64')
  return `v1,${digest}`
}

/** Makes a secret: 'whsec_' followed by 32 random bytes in base64. */
export function makeWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

function readSecret(secret: string): Buffer {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  if (!secret.startsWith('whsec_') || key.length < 24) {
    throw new RangeError("a webhook secret must be 'whsec_' followed by at least 24 bytes in base64")
  }
  return key
}
