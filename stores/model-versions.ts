import type { BlobStore } from '../ports/blobs.ts'
import type { Clock } from '../ports/clock.ts'
import { Failure } from '../ports/errors.ts'
import { type LiveVersionWatch, startLiveVersionWatch } from './live-version-watch.ts'
import { buildModelFiles, modelFolder, unknownVersion, versionFolder } from './model-files.ts'
import { type Collection, type CollectOptions, collectGarbage } from './model-garbage.ts'
import {
  buildModelHistory,
  collectedOf,
  type HistoryDraft,
  type HistoryEntry,
  isSwitch,
  type ModelHistory,
  servedInOrder,
  servingOf,
  tagsOf
} from './model-history.ts'
import type { Manifest, ManifestDraft } from './model-manifest.ts'
import { compareMetrics, type MetricPair } from './model-metrics.ts'
import { type ModelPointer, pointerTo } from './model-pointer.ts'

export type { HistoryEntry } from './model-history.ts'
export type * from './model-manifest.ts'
export type { ModelPointer } from './model-pointer.ts'

/** The model registry: numbered, immutable versions, and the append-only history of promotions, rollbacks and tags. */
export interface ModelVersions {
  /**
   * Stores the artefact, then its manifest, under the next free number. `promote` makes it live.
   * Cost: hashing and one write of the artefact.
   */
  publish(predictor: string, artefact: Uint8Array, draft: ManifestDraft): Promise<Manifest>
  /** Throws Failure('unknown-version' | 'damaged-version'). */
  manifest(predictor: string, version: number): Promise<Manifest>
  /** The bytes, verified against the manifest. Throws Failure('unknown-version' | 'damaged-version'). */
  artefact(predictor: string, version: number): Promise<Uint8Array>
  /** Newest first. `before`: the last version of the previous page. `tag`: only versions with this tag. */
  versions(
    predictor: string,
    page?: { readonly limit?: number; readonly before?: number; readonly tag?: string | undefined }
  ): Promise<readonly VersionSummary[]>
  /** One of `versions`. Throws Failure('unknown-version' | 'damaged-version'). */
  summary(predictor: string, version: number): Promise<VersionSummary>
  /** The entry that made the live version live; null: none is live. */
  serving(predictor: string): Promise<HistoryEntry | null>
  /** The same at a time in the past, in epoch milliseconds. */
  servingAt(predictor: string, time: number): Promise<HistoryEntry | null>
  /** Oldest first. */
  history(predictor: string): Promise<readonly HistoryEntry[]>
  /**
   * Verifies the artefact of a version and makes it the live version.
   * Throws Failure('unknown-version' | 'damaged-version' | 'already-serving'), and Failure('conflict') when another
   * version than `expectLive` is live (the candidate was compared with another champion).
   */
  promote(
    predictor: string,
    version: number,
    by: By & { readonly expectLive?: number | null }
  ): Promise<HistoryEntry>
  /**
   * Without a version: returns to the previous live version, and with each further call to the one before. With a version:
   * returns to that one, which must have been live. Throws Failure('nothing-to-roll-back-to') at the first version,
   * 'already-serving', 'unknown-version', 'damaged-version' (the live version stays live), 'conflict' for a version that
   * was never live.
   */
  rollback(predictor: string, by: By & { readonly version?: number }): Promise<HistoryEntry>
  /** The version that a rollback without a version returns to; null: none, for the reason given. */
  rollbackTarget(predictor: string): Promise<RollbackTarget>
  /** Tags a version. Garbage collection keeps tagged versions. */
  tag(predictor: string, version: number, tag: string, by: By): Promise<HistoryEntry>
  untag(predictor: string, version: number, tag: string, by: By): Promise<HistoryEntry>
  note(predictor: string, version: number, text: string, by: By): Promise<HistoryEntry>
  /** Compares the metrics of two versions, by slice and forecaster. */
  compare(predictor: string, version: number, other: number): Promise<readonly MetricPair[]>
  /** Deletes unneeded artefacts. Manifests and history stay. */
  collect(predictor: string, options: CollectOptions): Promise<Collection>
  /**
   * Calls `onChange` with the live entry now (null: none) and within a second of each change by any process. Keeps the
   * last entry while the store is unavailable. Cost: one listing a second.
   */
  watchLiveVersion(predictor: string, onChange: (entry: HistoryEntry | null) => void): LiveVersionWatch
}

export interface By {
  readonly actor: string
  readonly reason: string
}

type RollbackTarget =
  | { readonly version: number; readonly reason: null }
  | { readonly version: null; readonly reason: string }

export interface VersionSummary {
  readonly manifest: Manifest
  readonly isServing: boolean
  /** True: the garbage collector deleted its artefact. */
  readonly isCollected: boolean
  readonly tags: readonly string[]
  readonly notes: readonly HistoryEntry[]
}

const NOTHING_BEFORE = 'there is no earlier live version to go back to'

interface ModelVersionsOptions {
  readonly blobs: BlobStore
  readonly clock: Clock
  /** Notifies other processes, as a hint; the history is authoritative. Its errors are ignored. */
  readonly announce?: (pointer: ModelPointer) => Promise<void>
  /** Default 1,000. */
  readonly watchMilliseconds?: number
}

export function buildModelVersions(options: ModelVersionsOptions): ModelVersions {
  const { blobs, clock, announce, watchMilliseconds = 1_000 } = options
  const histories = new Map<string, ModelHistory>()
  const files = buildModelFiles(blobs, clock)
  const watches = new Set<{ readonly predictor: string; readonly watch: LiveVersionWatch }>()

  function historyOf(predictor: string): ModelHistory {
    const known = histories.get(predictor)
    if (known) return known
    const made = buildModelHistory(blobs, `${modelFolder(predictor)}history/`, clock.now)
    histories.set(predictor, made)
    return made
  }

  async function artefact(predictor: string, version: number): Promise<Uint8Array> {
    if (collectedOf(await history(predictor)).has(version)) throw unknownVersion(predictor, version)
    return files.artefact(predictor, version)
  }

  async function versions(
    predictor: string,
    {
      limit = 50,
      before = Number.POSITIVE_INFINITY,
      tag
    }: { limit?: number; before?: number; tag?: string | undefined } = {}
  ): Promise<readonly VersionSummary[]> {
    const tags = tag === undefined ? null : tagsOf(await history(predictor))
    const isWanted = (number: number) => number < before && (!tags || tags.get(number)?.has(tag!))
    const wanted = (await files.numbers(predictor)).filter(isWanted).reverse()
    const found: VersionSummary[] = []
    for (const number of wanted) {
      if (found.length === limit) break
      try {
        found.push(await summary(predictor, number))
      } catch (error) {
        if (!(error instanceof Failure) || error.kind !== 'caller') throw error
      }
    }
    return found
  }

  async function summary(predictor: string, version: number): Promise<VersionSummary> {
    const entries = await history(predictor)
    return {
      manifest: await files.manifest(predictor, version),
      isServing: servingOf(entries)?.version === version,
      isCollected: collectedOf(entries).has(version),
      tags: [...(tagsOf(entries).get(version) ?? [])],
      notes: entries.filter(entry => entry.action === 'note' && entry.version === version)
    }
  }

  async function history(predictor: string): Promise<readonly HistoryEntry[]> {
    return historyOf(predictor).read()
  }

  async function serving(predictor: string): Promise<HistoryEntry | null> {
    return servingOf(await history(predictor))
  }

  async function servingAt(predictor: string, time: number): Promise<HistoryEntry | null> {
    return servingOf((await history(predictor)).filter(entry => Date.parse(entry.at) <= time))
  }

  async function promote(
    predictor: string,
    version: number,
    { actor, reason, expectLive }: By & { readonly expectLive?: number | null }
  ): Promise<HistoryEntry> {
    await artefact(predictor, version)
    return append(predictor, async entries => {
      const current = servingOf(entries)?.version ?? null
      if (current === version) throw alreadyServing(version)
      if (expectLive !== undefined && current !== expectLive)
        throw new Failure('conflict', `version ${current ?? 'none'} is live, not ${expectLive ?? 'none'}`)
      return { action: 'promote', version, text: null, actor, reason }
    })
  }

  async function rollback(
    predictor: string,
    { actor, reason, version: named }: By & { readonly version?: number }
  ): Promise<HistoryEntry> {
    return append(predictor, async entries => {
      const version = named ?? servedInOrder(entries).at(-2)
      if (version === undefined) throw new Failure('nothing-to-roll-back-to', NOTHING_BEFORE)
      if (servingOf(entries)?.version === version) throw alreadyServing(version)
      await artefact(predictor, version)
      if (!entries.some(entry => isSwitch(entry) && entry.version === version))
        throw new Failure('conflict', `version ${version} was never live: promote it instead`, {
          field: 'version'
        })
      return { action: 'rollback', version, text: null, actor, reason }
    })
  }

  async function rollbackTarget(predictor: string): Promise<RollbackTarget> {
    const entries = await historyOf(predictor).read()
    const version = servedInOrder(entries).at(-2)
    if (version === undefined) return { version: null, reason: NOTHING_BEFORE }
    if (collectedOf(entries).has(version))
      return { version: null, reason: `version ${version}, which was live before, was deleted` }
    return { version, reason: null }
  }

  async function mark(
    predictor: string,
    version: number,
    mark: { readonly action: 'tag' | 'untag' | 'note'; readonly text: string } & By
  ): Promise<HistoryEntry> {
    await files.manifest(predictor, version)
    const { action, text, actor, reason } = mark
    return append(predictor, async () => ({ action, version, text, actor, reason }))
  }

  /** All appends use it, so that a collected version never becomes live. */
  async function append(
    predictor: string,
    decide: (entries: readonly HistoryEntry[]) => Promise<HistoryDraft>
  ): Promise<HistoryEntry> {
    const entry = await historyOf(predictor).append(async entries => {
      const draft = await decide(entries)
      if (isSwitch(draft) && collectedOf(entries).has(draft.version))
        throw unknownVersion(predictor, draft.version)
      return draft
    })
    if (isSwitch(entry)) {
      await announce?.(pointerTo(entry, await files.manifest(predictor, entry.version))).catch(() => {})
      await Promise.all(
        [...watches].filter(each => each.predictor === predictor).map(({ watch }) => watch.checkNow())
      )
    }
    return entry
  }

  return {
    publish: files.publish,
    manifest: files.manifest,
    artefact,
    versions,
    summary,
    serving,
    servingAt,
    history,
    promote,
    rollback,
    rollbackTarget,
    tag: (predictor, version, text, by) => mark(predictor, version, { action: 'tag', text, ...by }),
    untag: (predictor, version, text, by) => mark(predictor, version, { action: 'untag', text, ...by }),
    note: (predictor, version, text, by) => mark(predictor, version, { action: 'note', text, ...by }),
    compare: async (predictor, version, other) =>
      compareMetrics(await files.manifest(predictor, version), await files.manifest(predictor, other)),
    collect: async (predictor, options) =>
      collectGarbage({
        blobs,
        history: historyOf(predictor),
        numbers: await files.numbers(predictor),
        folder: version => versionFolder(predictor, version),
        options
      }),
    watchLiveVersion(predictor, onChange) {
      const watch = startLiveVersionWatch(() => serving(predictor), onChange, watchMilliseconds)
      const watched = { predictor, watch }
      watches.add(watched)
      return {
        checkNow: watch.checkNow,
        get lastError() {
          return watch.lastError
        },
        close() {
          watches.delete(watched)
          watch.close()
        }
      }
    }
  }
}

function alreadyServing(version: number): Failure {
  return new Failure('already-serving', `version ${version} is already live`, { field: 'version' })
}
