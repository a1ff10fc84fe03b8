import type { HistoryEntry } from './model-history.ts'
import type { Manifest } from './model-manifest.ts'

/** A message of the `models` topic: a reference to a version, never its artefact. */
export interface ModelPointer {
  readonly schemaVersion: 1
  readonly predictor: string
  readonly version: number
  /** Sequence of the history entry that made it the live version. */
  readonly sequence: number
  readonly action: string
  readonly sha256: string
  readonly bytes: number
  readonly at: string
}

/** Builds the pointer. It has less than 1 kB as JSON: reason and actor, of any length, stay in the history. */
export function pointerTo({ sequence, action, version, at }: HistoryEntry, manifest: Manifest): ModelPointer {
  const { predictor, sha256, bytes } = manifest
  return { schemaVersion: 1, predictor, version, sequence, action, sha256, bytes, at }
}
