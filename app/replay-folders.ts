import { createHmac, timingSafeEqual } from 'node:crypto'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, join, resolve, sep } from 'node:path'
import { Failure } from '../ports/errors.ts'
import type { Provenance } from '../ports/provenance.ts'

/** The examples that come with the program. */
const shippedFolder = join(import.meta.dirname, '../examples')

/** The folders on this machine that callers may replay. */
interface ReplayFolders {
  /** Lists the names of the folders. */
  list(): Promise<readonly { readonly name: string }[]>
  /**
   * Resolves the name or path of a folder, following links. Throws Failure('forbidden') if it is missing or not below the
   * permitted folders, unless `proof` is that of proveFolder.
   */
  permit(folder: string, proof: string | null): Promise<string>
  /** demo: an example of the program. simulated: the folder has a simulation.json. */
  provenanceOf(realFolder: string): Promise<Provenance>
}

/** Proves for one folder that the caller can read the secret of the service's data folder. */
export function proveFolder(secret: string, realFolder: string): string {
  return createHmac('sha256', secret).update(`replay ${realFolder}`).digest('hex')
}

/** `secret`: null to accept no proof. */
export function buildReplayFolders(bases: readonly string[], secret: (() => string) | null): ReplayFolders {
  const roots = bases.length > 0 ? bases : [shippedFolder]
  return {
    async list() {
      const found = await Promise.all(roots.map(listCascadeFolders))
      return found.flat().map(folder => ({ name: basename(folder) }))
    },

    async permit(folder, proof) {
      const candidates = await Promise.all(
        roots.map(root => realpath(resolve(root, folder)).catch(() => null))
      )
      for (const [index, candidate] of candidates.entries()) {
        const root = await realpath(roots[index]!).catch(() => null)
        if (candidate !== null && root !== null && isWithin(root, candidate)) return candidate
      }
      const real = await realpath(folder).catch(() => null)
      if (real !== null && proof !== null && secret !== null && isEqual(proof, proveFolder(secret(), real)))
        return real
      throw new Failure(
        'forbidden',
        `there is no folder '${folder.slice(0, 200)}' among those that may be replayed`,
        {
          field: '/folder'
        }
      )
    },

    async provenanceOf(realFolder) {
      if (isWithin(await realpath(shippedFolder), realFolder)) return 'demo'
      const isSimulated = await stat(join(realFolder, 'simulation.json')).then(
        () => true,
        () => false
      )
      return isSimulated ? 'simulated' : 'real'
    }
  }
}

function isWithin(root: string, folder: string): boolean {
  return `${folder}${sep}`.startsWith(`${root}${sep}`)
}

async function listCascadeFolders(root: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => [])
  const folders = entries.filter(entry => entry.isDirectory()).map(({ name }) => join(root, name))
  const isThere = await Promise.all(
    folders.map(folder =>
      stat(join(folder, 'index.csv')).then(
        () => true,
        () => false
      )
    )
  )
  return folders.filter((_, index) => isThere[index]).toSorted()
}

function isEqual(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right))
}
