import type { CascadeRecord, NewChunk } from '../stores/cascades.ts'
import { EVENT_BYTES } from '../stores/packed-events.ts'
import type { Changes, Ending, PassedWindow, Unreadable } from './changes.ts'
import type { OpenCascades } from './open-cascades.ts'

/** Chunks share buffers of this size: a buffer of its own costs a small chunk more than its bytes. */
const SLAB_BYTES = 65_536

/** What a partition has brought about since the last checkpoint took it along. */
export class PendingChanges {
  readonly #cascades: OpenCascades
  /** Numbers of changed cascades; those no longer marked as changed have left since. */
  #changed: number[] = []
  #windows: PassedWindow[] = []
  /** Numbers of those that have ended, or that had events after their end. */
  #ended = new Set<number>()
  #unreadable: Unreadable[] = []

  constructor(cascades: OpenCascades) {
    this.#cascades = cascades
  }

  /** Something waits to be told to others. */
  get hasEffects(): boolean {
    return this.#windows.length > 0 || this.#ended.size > 0 || this.#unreadable.length > 0
  }

  /** About how many rows a checkpoint would write. */
  get rows(): number {
    return this.#changed.length + this.#windows.length + this.#ended.size + this.#unreadable.length
  }

  change(number: number): void {
    if (this.#cascades.isChanged[number]) return
    this.#cascades.isChanged[number] = 1
    this.#changed.push(number)
  }

  passWindow(window: PassedWindow): void {
    this.#windows.push(window)
  }

  /** It has ended, or an event came after the end: its outcome is to be told. */
  end(number: number): void {
    this.#ended.add(number)
  }

  refuse(unreadable: Unreadable): void {
    this.#unreadable.push(unreadable)
  }

  /** Of cascades that were deleted; `numbers`: those that were in memory. */
  forget(ids: ReadonlySet<string>, numbers: readonly number[]): void {
    for (const number of numbers) this.#ended.delete(number)
    this.#windows = this.#windows.filter(window => !ids.has(window.cascadeId))
  }

  /** All there is, which then counts as written. */
  take(): Pick<Changes, 'records' | 'chunks' | 'windows' | 'endings' | 'unreadable'> {
    // First: an ending numbers its revision, which the record bears.
    const endings = this.#takeEndings()
    const windows = this.#windows
    const unreadable = this.#unreadable
    this.#windows = []
    this.#unreadable = []
    return { ...this.#takeRecords(), windows, endings, unreadable }
  }

  #takeEndings(): readonly Ending[] {
    const cascades = this.#cascades
    const endings = [...this.#ended].map(number => ({
      cascadeId: cascades.ids[number]!,
      finalSize: cascades.events.count(number),
      endedAt: cascades.endedAt[number]!,
      revision: ++cascades.revision[number]!,
      windows: cascades.windowsDone[number]!
    }))
    this.#ended = new Set()
    return endings
  }

  #takeRecords(): { readonly records: readonly CascadeRecord[]; readonly chunks: readonly NewChunk[] } {
    const cascades = this.#cascades
    const { events } = cascades
    const changed = new Set(this.#changed.filter(number => cascades.isChanged[number]))
    this.#changed = []
    let left = 0
    for (const number of changed) left += events.countNew(number) * EVENT_BYTES
    const records: CascadeRecord[] = []
    const chunks: NewChunk[] = []
    let slab = new ArrayBuffer(0)
    let used = 0
    for (const number of changed) {
      cascades.isChanged[number] = 0
      const length = events.countNew(number) * EVENT_BYTES
      if (length > 0) {
        if (used + length > slab.byteLength) {
          slab = new ArrayBuffer(Math.max(length, Math.min(SLAB_BYTES, left)))
          used = 0
        }
        events.packNew(number, new Uint32Array(slab, used, length / 4))
        const bytes = new Uint8Array(slab, used, length)
        chunks.push({ cascadeId: cascades.ids[number]!, number: cascades.chunks[number]!++, bytes })
        used += length
        left -= length
      }
      records.push(cascades.record(number))
    }
    return { records, chunks }
  }
}
