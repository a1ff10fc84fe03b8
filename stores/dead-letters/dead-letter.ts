export interface DeadLetter {
  readonly id: string
  readonly queue: string
  /** The first MAX_PREVIEW_BYTES of the body, which may be large. */
  readonly preview: Uint8Array
  readonly bodyBytes: number
  readonly reason: string
  /** The failed prediction; null for a message that could not be read or sent. */
  readonly predictionId: string | null
  readonly createdAt: number
  readonly redrivenAt: number | null
}
