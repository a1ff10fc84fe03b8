import type { CascadeRecord } from '../../cascades/rows/cascades.ts'

/** The row of the open cascade 'c', whose post arrived at 1,000 s, with these changes. */
export function buildCascadeRecord(changes: Partial<CascadeRecord> = {}): CascadeRecord {
  return {
    id: 'c',
    partition: 0,
    source: 's',
    provenance: 'real',
    state: 'open',
    origin: 1_000,
    post: 0,
    postAuthor: null,
    isAdopted: false,
    firstTime: 1_000,
    lastTime: 1_000,
    events: 1,
    chunks: 1,
    windowsDone: [],
    extra: null,
    fasterSince: null,
    dueAt: 1_300,
    endedAt: null,
    revision: 0,
    ...changes
  }
}
