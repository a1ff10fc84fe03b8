export interface WebhookCall {
  /** The header `webhook-id`: each attempt to deliver has the same id. */
  readonly id: string
  readonly url: string
  /** JSON text. */
  readonly payload: string
}

/** `isFinal`: a retry would fail again (a private address, an unknown scheme). */
export type WebhookAnswer =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly reason: string
      readonly isFinal: boolean
      /** The delay that the receiver asked for (Retry-After). */
      readonly retryAfterMs: number | null
    }

/** Sends signed webhooks. Never throws because of the receiver. */
export interface WebhookSender {
  /** Says why this address is not allowed (scheme, credentials in it, a private address); null: it is allowed. */
  refuse(url: string): string | null
  send(call: WebhookCall, signal: AbortSignal): Promise<WebhookAnswer>
  close(): Promise<void>
}
