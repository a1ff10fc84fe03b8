import { Failure } from '../../ports/errors.ts'
import { type CascadeEvent, type StreamEvent, writeEvent } from '../../ports/messages.ts'
import type { StreamMessage, StreamRecord } from '../../ports/stream.ts'

export interface RouterParts {
  /** Where the topic's partitioner places a cascade that nobody has yet. */
  readonly homeOf: (cascadeId: string) => number
  /** The partition of each of these cascades that exists. */
  readonly ownersOf: (ids: readonly string[]) => Promise<ReadonlyMap<string, number>>
  /** Resolves once durable. Throws Failure('not-found') when there is no such partition. */
  readonly forward: (partition: number, messages: readonly StreamMessage[]) => Promise<void>
}

/** What becomes of a record whose cascade lives elsewhere. */
type Detour = 'forwarded' | { readonly reason: string }

interface Routes {
  /** By index of the record. */
  readonly detours: ReadonlyMap<number, Detour>
  /** Cascades that exist and live here. */
  readonly own: readonly string[]
}

export const HOPS_HEADER = 'groundswell-hops'
/** Where processes disagree about the number of partitions an event might go in a circle. */
const MAX_HOPS = 3
const MAX_KNOWN = 50_000

/**
 * Keeps each cascade in one partition: the one that its row names, and without a row the one that the topic's partitioner
 * gives it. An event that lies elsewhere (another partitioner, no key, partitions added since) is forwarded. It is
 * forwarded again after a kill; its id makes that a duplicate.
 */
export class Router {
  readonly #partition: number
  readonly #parts: RouterParts
  /** Owners of cascades that live elsewhere, so that these are not looked up for each batch. */
  #elsewhere = new Map<string, number>()

  constructor(partition: number, parts: RouterParts) {
    this.#partition = partition
    this.#parts = parts
  }

  /** `missing`: the cascades of these messages that are not in memory. Resolves once what is forwarded is durable. */
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

  /** False: there is no such partition. */
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
