import type { BlobStore } from '../ports/blobs.ts'
import { collectedOf, type ModelHistory, servedInOrder, servingOf, tagsOf } from './model-history.ts'
import { burnedManifest } from './model-manifest.ts'

export interface CollectOptions {
  /** The last so many that served, the serving one among them. */
  readonly keepServed: number
  /** The newest so many. At least 1: the highest number is never given again. */
  readonly keepNewest: number
  /** Others somebody needs: those that queued predictions pin. */
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
 * The history says first that a version is collected, so that a promotion racing with it is decided one way;
 * then its artefact goes. A number without a manifest (its publisher died) is burned before its artefact goes.
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
    if (!options.isDryRun && !(await letGo(version))) continue
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

  /** False when somebody came to need it meanwhile. */
  async function letGo(version: number): Promise<boolean> {
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
