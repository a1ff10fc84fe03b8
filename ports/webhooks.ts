export interface WebhookCall {
  /** The receiver's webhook-id: the same thing said twice bears the same id. */
  readonly id: string
  readonly url: string
  /** JSON text. */
  readonly payload: string
}

/** `isFinal`: trying again is useless (a private address, no such scheme). */
export type WebhookAnswer =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly reason: string
      readonly isFinal: boolean
      /** What the receiver asked for (Retry-After). */
      readonly retryAfterMs: number | null
    }

/** Tells a foreign address something, signed. Never throws for what the address does. */
export interface WebhookSender {
  /** Why this address will not be called (scheme, credentials in it, a private address), null when it may be. */
  refuse(url: string): string | null
  send(call: WebhookCall, signal: AbortSignal): Promise<WebhookAnswer>
  close(): Promise<void>
}
