import { rmSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'

/** A path beside `path`: on the same file system, so that a rename is atomic. */
function temporaryPath(path: string): string {
  const target = resolve(path)
  return join(dirname(target), `.${basename(target)}.${process.pid}.tmp`)
}

/**
 * Runs `make`, which writes to `temporary`, then renames the result to `path`: `path` is complete or absent.
 * On an error, Ctrl-C or SIGTERM, removes what was written.
 */
export async function placeWhole(path: string, make: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = temporaryPath(path)
  const remove = () => rmSync(temporary, { recursive: true, force: true })
  const interrupt = (_signal: NodeJS.Signals, number: number) => {
    remove()
    process.exit(128 + number)
  }
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  try {
    await make(temporary)
    await rename(temporary, path)
    await syncFolder(dirname(resolve(path)))
  } catch (error) {
    remove()
    throw error
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  }
}

/** Makes the names in `folder` durable. */
export async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r')
  await handle.sync()
}
