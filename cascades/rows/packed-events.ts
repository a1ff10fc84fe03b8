/** Bytes of one event: time (float64, epoch seconds), magnitude (float64), the id's two hashes (uint32 each). */
export const EVENT_BYTES = 24

export interface PackedEvent {
  /** Epoch seconds. */
  readonly time: number
  readonly magnitude: number
}

/** What the chunks of one cascade hold, in order of arrival. */
export function unpackEvents(chunks: readonly Uint8Array[]): PackedEvent[] {
  return chunks.flatMap(chunk => {
    const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    return Array.from({ length: chunk.byteLength / EVENT_BYTES }, (_, index) => ({
      // Typed arrays wrote them: in the machine's order, which is little-endian on all that Node runs on but s390x.
      time: view.getFloat64(index * EVENT_BYTES, true),
      magnitude: view.getFloat64(index * EVENT_BYTES + 8, true)
    }))
  })
}

/** Of packed events those that are in none of the chunks, in order. */
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

/** The id's hashes. */
function toKey(event: Uint8Array): bigint {
  return new DataView(event.buffer, event.byteOffset, event.byteLength).getBigUint64(16)
}
