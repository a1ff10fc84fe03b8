import type { BlobStore } from '../ports/blobs.ts'
import { collectedOf, type ModelHistory, servedInOrder, servingOf, tagsOf } from './model-history.ts'
import { burnedManifest } from './model-manifest.ts'

export interface CollectOptions {
  /** Number of last live versions to keep, the live one included. */
  readonly keepServed: number
  /** Number of newest versions to keep. At least 1, so that the highest number is never used again. */
  readonly keepNewest: number
  /** Further versions to keep, such as those that queued predictions are pinned to. */
  readonly keep?: readonly number[]
  readonly isDryRun: boolean
  readonly actor: string
}

export interface Collection {
  readonly isDryRun: boolean
  readonly collected: readonly { readonly version: number; readonly bytes: number }[]
  readonly kept: readonly { readonly version: number; readonly because: KeptBecause }[]
}
type KeptBecause = 'serving' | 'served' | 'newest' | 'tagged' | 'asked'

/**
 * Deletes artefacts. The history entry is written first, so that either the collection or a concurrent promotion wins;
 * then the artefact is deleted. A number without a manifest (its publisher died) is burned before that.
 */
export async function collectGarbage(garbage: {
  readonly blobs: BlobStore
  readonly history: ModelHistory
  readonly numbers: readonly number[]
  readonly folder: (version: number) => string
  readonly options: CollectOptions
}): Promise<Collection> {
  const { blobs, history, numbers, folder, options } = garbage
  const collected: { version: number; bytes: number }[] = []
  const kept: { version: number; because: KeptBecause }[] = []
  for (const version of numbers) {
    const artefactKey = `${folder(version)}artefact.bin`
    const bytes = await blobs.size(artefactKey)
    if (bytes === null) continue
    const because = await reasonToKeep(version)
    if (because) {
      kept.push({ version, because })
      continue
    }
    if (!options.isDryRun && !(await deleteArtefact(version))) continue
    collected.push({ version, bytes })
  }
  return { isDryRun: options.isDryRun, collected, kept }

  async function reasonToKeep(version: number): Promise<KeptBecause | null> {
    const entries = await history.read()
    if (servingOf(entries)?.version === version) return 'serving'
    if ((tagsOf(entries).get(version)?.size ?? 0) > 0) return 'tagged'
    if (lastServed(servedInOrder(entries), options.keepServed).has(version)) return 'served'
    if (numbers.slice(-Math.max(1, options.keepNewest)).includes(version)) return 'newest'
    return options.keep?.includes(version) ? 'asked' : null
  }

  /** False: the version is needed again. */
  async function deleteArtefact(version: number): Promise<boolean> {
    await blobs.putOnce(`${folder(version)}manifest.json`, burnedManifest)
    try {
      await history.append(async entries => {
        if (collectedOf(entries).has(version)) throw new AlreadyCollected()
        if (await reasonToKeep(version)) throw new Needed()
        const { actor } = options
        return { action: 'collect', version, text: null, actor, reason: 'garbage collection' }
      })
    } catch (error) {
      if (error instanceof Needed) return false
      if (!(error instanceof AlreadyCollected)) throw error
    }
    await blobs.remove(`${folder(version)}artefact.bin`)
    return true
  }
}

class AlreadyCollected extends Error {}
class Needed extends Error {}

function lastServed(served: readonly number[], count: number): ReadonlySet<number> {
  const last = new Set<number>()
  for (const version of served.toReversed()) {
    if (last.size >= count) break
    last.add(version)
  }
  return last
}
