import type { CascadeStore } from '../../../cascades/collector/cascade-cache.ts'
import type { Changes, PartitionState } from '../../../cascades/collector/changes.ts'
import type { RouterParts } from '../../../cascades/collector/router.ts'
import type { CascadeForecast, CascadeRecord, JournalSegment } from '../../../cascades/rows/cascades.ts'

/** Settings for the end of cascades, lateness and silence. */
export const endings = {
  idleSeconds: 3_600,
  maxAgeSeconds: 86_400,
  latenessSeconds: 30,
  silenceSeconds: 10,
  lostSeconds: 3_600,
  futureSeconds: 300
} as const

/** Keeps in memory what a database stores for one partition, and the effects that were written. */
export class MemoryCascadeStore implements CascadeStore {
  position = 0
  state: PartitionState | null = null
  readonly records = new Map<string, CascadeRecord>()
  readonly chunks = new Map<string, Uint8Array[]>()
  segments: JournalSegment[] = []
  /** The latest forecasts, by cascade. */
  readonly noted = new Map<string, CascadeForecast>()
  readonly forgotten = new Set<string>()
  readonly forecasts: Changes['forecasts'][number][] = []
  readonly growths: Changes['growths'][number][] = []
  readonly endings: Changes['endings'][number][] = []
  readonly unreadable: Changes['unreadable'][number][] = []

  write(changes: Changes): void {
    // Through JSON, as a database would.
    const { position, state, records } = JSON.parse(JSON.stringify(changes)) as Changes
    this.position = position
    this.state = state
    for (const record of records) this.records.set(record.id, record)
    for (const { cascadeId, number, bytes } of changes.chunks) {
      const known = this.chunks.get(cascadeId) ?? []
      if (known.length !== number) throw new Error(`chunk ${number} of ${cascadeId} after ${known.length}`)
      this.chunks.set(cascadeId, [...known, bytes])
    }
    if (changes.endsJournal) this.segments = []
    if (changes.journal !== null) this.segments.push(changes.journal)
    this.forecasts.push(...changes.forecasts)
    this.growths.push(...changes.growths)
    this.endings.push(...changes.endings)
    this.unreadable.push(...changes.unreadable)
  }

  load: CascadeStore['load'] = async ids =>
    ids.flatMap(id => {
      const forecast = this.noted.get(id) ?? null
      if (this.forgotten.has(id)) return { id, record: null, chunks: [], forecast }
      const record = this.records.get(id)
      return record ? { id, record, chunks: this.chunks.get(id) ?? [], forecast } : []
    })

  journal: CascadeStore['journal'] = async () => this.segments

  due: CascadeStore['due'] = async (partition, source, time, { after, limit }) =>
    [...this.records.values()]
      .flatMap(({ id, dueAt, ...record }) =>
        record.partition === partition && record.source === source && dueAt !== null ? { id, dueAt } : []
      )
      .filter(each => each.dueAt <= time)
      .sort((left, right) => left.dueAt - right.dueAt || (left.id < right.id ? -1 : 1))
      .filter(
        each =>
          after === null || each.dueAt > after.dueAt || (each.dueAt === after.dueAt && each.id > after.id)
      )
      .slice(0, limit)

  firstDue: CascadeStore['firstDue'] = async (partition, after) => {
    const first = new Map<string, number>()
    for (const record of this.records.values()) {
      const { dueAt, source } = record
      if (record.partition !== partition || dueAt === null || dueAt <= after) continue
      first.set(source, Math.min(dueAt, first.get(source) ?? Number.POSITIVE_INFINITY))
    }
    return first
  }
}

/** Routing for a topic with a single partition. */
export function routingOf(cascadeStore: MemoryCascadeStore): RouterParts {
  return {
    homeOf: () => 0,
    ownersOf: async ids =>
      new Map(
        ids.filter(id => cascadeStore.records.has(id) || cascadeStore.forgotten.has(id)).map(id => [id, 0])
      ),
    async forward() {
      throw new Error('there is no other partition')
    }
  }
}
