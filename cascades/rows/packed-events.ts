/** Bytes of one packed event: time (float64, epoch seconds), magnitude (float64), two hashes of the id (uint32 each). */
export const EVENT_BYTES = 24

/** The packed magnitude of an author whose followers are unknown. Rows from before it was used have none. */
export const UNKNOWN_MAGNITUDE = Number.NaN

/** Reads a packed magnitude. Null: unknown. */
export function toMagnitude(packed: number): number | null {
  return Number.isNaN(packed) ? null : packed
}

export interface PackedEvent {
  /** Epoch seconds. */
  readonly time: number
  /** Null: unknown. */
  readonly magnitude: number | null
}

/** Returns the events in the chunks of one cascade, in order of arrival. */
export function unpackEvents(chunks: readonly Uint8Array[]): PackedEvent[] {
  return chunks.flatMap(chunk => {
    const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    return Array.from({ length: chunk.byteLength / EVENT_BYTES }, (_, index) => ({
      // Typed arrays wrote them in the machine's byte order: little-endian on every platform of Node except s390x.
      time: view.getFloat64(index * EVENT_BYTES, true),
      magnitude: toMagnitude(view.getFloat64(index * EVENT_BYTES + 8, true))
    }))
  })
}

/** Returns the packed events that are in none of the chunks, in order. */
export function keepNew(chunks: readonly Uint8Array[], packed: readonly Uint8Array[]): readonly Uint8Array[] {
  if (packed.length === 0) return []
  const known = new Set(chunks.flatMap(chunk => listEvents(chunk).map(toKey)))
  return packed.flatMap(listEvents).filter(event => !known.has(toKey(event)))
}

function listEvents(packed: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: packed.byteLength / EVENT_BYTES }, (_, index) =>
    packed.subarray(index * EVENT_BYTES, (index + 1) * EVENT_BYTES)
  )
}

/** The two hashes of the event's id. */
function toKey(event: Uint8Array): bigint {
  return new DataView(event.buffer, event.byteOffset, event.byteLength).getBigUint64(16)
}
