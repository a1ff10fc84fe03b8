import type { BlobStore } from '../ports/blobs.ts'

type HistoryAction = 'promote' | 'rollback' | 'tag' | 'untag' | 'note' | 'collect'

/** `history/000000012.json`: append-only, written once, numbered without gaps from 1. */
export interface HistoryEntry {
  readonly sequence: number
  readonly action: HistoryAction
  readonly version: number
  /** The live version before this entry. */
  readonly previous: number | null
  /** The tag of tag and untag, the text of a note. */
  readonly text: string | null
  readonly reason: string
  /** Who did it: an API key's name, 'trainer', a user of the command line. */
  readonly actor: string
  /** RFC 3339, UTC; never earlier than the entry before. */
  readonly at: string
}

export type HistoryDraft = Pick<HistoryEntry, 'action' | 'version' | 'text' | 'reason' | 'actor'>

export interface ModelHistory {
  /** Reads all entries, oldest first. Cost: one listing, and one read for each new entry. */
  read(): Promise<readonly HistoryEntry[]>
  /**
   * Appends the entry that `decide` returns for the current history. When another writer takes the number first, reads and
   * decides again. Throws the error of `decide`. Resolves with the entry once it is stored.
   */
  append(decide: (entries: readonly HistoryEntry[]) => Promise<HistoryDraft>): Promise<HistoryEntry>
}

/** Builds the history of one predictor. Entries never change, so they are read once and kept in memory. */
export function buildModelHistory(blobs: BlobStore, prefix: string, now: () => number): ModelHistory {
  const entries: HistoryEntry[] = []
  let reading: Promise<void> = Promise.resolve()

  async function readNew(): Promise<void> {
    for (;;) {
      const after = entries.length === 0 ? {} : { startAfter: historyKey(prefix, entries.length) }
      const keys = await blobs.list(prefix, { ...after, limit: 1000 })
      if (keys.length === 0) return
      const blobsRead = await Promise.all(keys.map(key => blobs.get(key)))
      for (const [index, bytes] of blobsRead.entries()) {
        const entry: HistoryEntry = JSON.parse(Buffer.from(bytes!).toString('utf8'))
        if (entry.sequence !== entries.length + 1)
          throw new Error(`${keys[index]} has sequence ${entry.sequence} instead of ${entries.length + 1}`)
        entries.push(entry)
      }
    }
  }

  async function read(): Promise<readonly HistoryEntry[]> {
    reading = reading.then(readNew, readNew)
    await reading
    return entries.slice()
  }

  async function append(
    decide: (entries: readonly HistoryEntry[]) => Promise<HistoryDraft>
  ): Promise<HistoryEntry> {
    for (;;) {
      const known = await read()
      const draft = await decide(known)
      const last = known.at(-1)
      const at = Math.max(now(), last ? Date.parse(last.at) : 0)
      const entry: HistoryEntry = {
        sequence: known.length + 1,
        ...draft,
        previous: servingOf(known)?.version ?? null,
        at: new Date(at).toISOString()
      }
      const bytes = Buffer.from(JSON.stringify(entry))
      if ((await blobs.putOnce(historyKey(prefix, entry.sequence), bytes)) === 'stored') {
        await read()
        return entry
      }
    }
  }

  return { read, append }
}

function historyKey(prefix: string, sequence: number): string {
  return `${prefix}${String(sequence).padStart(9, '0')}.json`
}

/** Returns the entry that made the live version live. */
export function servingOf(entries: readonly HistoryEntry[]): HistoryEntry | null {
  return entries.findLast(isSwitch) ?? null
}

export function isSwitch(entry: Pick<HistoryEntry, 'action'>): boolean {
  return entry.action === 'promote' || entry.action === 'rollback'
}

/**
 * Returns the stack of versions that rollbacks without a version walk back through, the live one last. A promotion pushes
 * its version. A rollback removes the versions above its version, or pushes it when it is not on the stack.
 */
export function servedInOrder(entries: readonly HistoryEntry[]): readonly number[] {
  const served: number[] = []
  for (const { action, version } of entries.filter(isSwitch)) {
    const place = action === 'rollback' ? served.lastIndexOf(version) : -1
    if (place >= 0) served.length = place + 1
    else served.push(version)
  }
  return served
}

/** Returns the current tags of each version. */
export function tagsOf(entries: readonly HistoryEntry[]): ReadonlyMap<number, ReadonlySet<string>> {
  const tags = new Map<number, Set<string>>()
  for (const { action, version, text } of entries) {
    if (action === 'tag') tags.set(version, (tags.get(version) ?? new Set()).add(text!))
    if (action === 'untag') tags.get(version)?.delete(text!)
  }
  return tags
}

export function collectedOf(entries: readonly HistoryEntry[]): ReadonlySet<number> {
  return new Set(entries.filter(entry => entry.action === 'collect').map(entry => entry.version))
}
