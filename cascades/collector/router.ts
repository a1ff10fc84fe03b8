import { Failure } from '../../ports/errors.ts'
import { type CascadeEvent, type StreamEvent, writeEvent } from '../../ports/messages.ts'
import type { StreamMessage, StreamRecord } from '../../ports/stream.ts'

export interface RouterParts {
  /** The partition that the topic's partitioner gives a new cascade. */
  readonly homeOf: (cascadeId: string) => number
  /** The partitions of those of these cascades that exist. */
  readonly ownersOf: (ids: readonly string[]) => Promise<ReadonlyMap<string, number>>
  /** Resolves once durable. Throws Failure('not-found') when there is no such partition. */
  readonly forward: (partition: number, messages: readonly StreamMessage[]) => Promise<void>
}

/** The result for a record whose cascade is in another partition: forwarded, or the reason for its dead letter. */
type Detour = 'forwarded' | { readonly reason: string }

interface Routes {
  /** By index of the record. */
  readonly detours: ReadonlyMap<number, Detour>
  /** Ids of cascades that exist in this partition. */
  readonly own: readonly string[]
}

export const HOPS_HEADER = 'groundswell-hops'
/** Stops forwarding loops, which occur when processes see different numbers of partitions. */
const MAX_HOPS = 3
const MAX_KNOWN = 50_000

/**
 * Keeps each cascade in one partition: the partition in its row, or without a row the one that the topic's partitioner
 * gives it. Forwards events that are in another partition (another partitioner, no key, partitions added later). After a
 * kill it forwards them again; their ids make them duplicates.
 */
export class Router {
  readonly #partition: number
  readonly #parts: RouterParts
  /** Caches the partitions of cascades that are elsewhere, to save a query for each batch. */
  #elsewhere = new Map<string, number>()

  constructor(partition: number, parts: RouterParts) {
    this.#partition = partition
    this.#parts = parts
  }

  /** `missing`: the cascades of these messages that are not in memory. Resolves once the forwarded events are durable. */
  async route(
    records: readonly StreamRecord[],
    messages: readonly StreamEvent[],
    missing: readonly string[]
  ): Promise<Routes> {
    const unknown = missing.filter(id => !this.#elsewhere.has(id))
    const owners = unknown.length > 0 ? await this.#parts.ownersOf(unknown) : new Map<string, number>()
    const candidates = new Set(missing)
    const detours = new Map<number, Detour>()
    const outgoing = new Map<number, { messages: StreamMessage[]; indexes: number[] }>()
    for (const [index, message] of messages.entries()) {
      if (message.is !== 'event' || !candidates.has(message.cascadeId)) continue
      const { cascadeId } = message
      const owner = owners.get(cascadeId) ?? this.#elsewhere.get(cascadeId)
      const target = owner ?? this.#parts.homeOf(cascadeId)
      if (target === this.#partition) continue
      const hops = hopsOf(records[index])
      if (hops >= MAX_HOPS) {
        if (owner !== undefined)
          detours.set(index, {
            reason: `the cascade lives in partition ${owner}, which sent the event back`
          })
        continue
      }
      detours.set(index, 'forwarded')
      const ofTarget = outgoing.get(target) ?? { messages: [], indexes: [] }
      outgoing.set(target, ofTarget)
      ofTarget.messages.push(toForwarded(message, hops + 1))
      ofTarget.indexes.push(index)
      this.#remember(cascadeId, target)
    }
    for (const [target, { messages: forwarded, indexes }] of outgoing) {
      if (await this.#forward(target, forwarded)) continue
      const reason = `the cascade lives in partition ${target}, which the topic does not have`
      for (const index of indexes) detours.set(index, { reason })
    }
    const own = unknown.filter(id => owners.get(id) === this.#partition)
    return { detours, own }
  }

  /** Returns false when the partition does not exist. */
  async #forward(partition: number, messages: readonly StreamMessage[]): Promise<boolean> {
    try {
      await this.#parts.forward(partition, messages)
      return true
    } catch (cause) {
      if (cause instanceof Failure && cause.code === 'not-found') return false
      throw cause
    }
  }

  #remember(cascadeId: string, owner: number): void {
    if (this.#elsewhere.size >= MAX_KNOWN) this.#elsewhere = new Map()
    this.#elsewhere.set(cascadeId, owner)
  }
}

function toForwarded(event: CascadeEvent, hops: number): StreamMessage {
  return { key: event.cascadeId, value: writeEvent(event), headers: { [HOPS_HEADER]: String(hops) } }
}

function hopsOf(record: StreamRecord | undefined): number {
  const hops = Number(record?.headers?.[HOPS_HEADER] ?? 0)
  return Number.isInteger(hops) && hops > 0 ? hops : 0
}
