import { randomUUID } from 'node:crypto'
import { type Dirent, mkdirSync, rmSync } from 'node:fs'
import { link, mkdir, open, readdir, readFile, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { BlobStore } from '../../ports/blobs.ts'
import { Failure } from '../../ports/errors.ts'
import { errorCodeOf } from '../../ports/to-error.ts'
import { requireKey } from './require-key.ts'

/** Holds files until they are complete and linked under their key. No key starts with a dot. */
const PARTIAL = '.partial'

/**
 * Blobs as files below `root`. Only this process uses the folder: the lock of the data folder ensures it. link() creates
 * a key: it appears complete and durable or not at all, and exactly one of several writers succeeds. Opening deletes the
 * partial files of a killed writer.
 */
export function openBlobsFolder(root: string): BlobStore {
  const partial = join(root, PARTIAL)
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { recursive: true })
  const durableFolders = new Set<string>()

  async function putOnce(key: string, bytes: Uint8Array): Promise<'stored' | 'exists'> {
    const target = pathOf(root, key)
    if ((await sizeOf(target)) !== null) return 'exists'
    const temporary = join(partial, randomUUID())
    try {
      await writeDurably(temporary, bytes)
      await makeFolders(dirname(target))
      const isStored = await linkOnce(temporary, target)
      if (isStored) await syncFolder(dirname(target))
      return isStored ? 'stored' : 'exists'
    } finally {
      await unlink(temporary).catch(() => {})
    }
  }

  /** Creates a folder and its parents. Syncs each parent before the folder in it is used. */
  async function makeFolders(folder: string): Promise<void> {
    if (durableFolders.has(folder)) return
    if (folder !== root) await makeFolders(dirname(folder))
    await mkdir(folder, { recursive: true })
    await syncFolder(dirname(folder))
    durableFolders.add(folder)
  }

  async function list(
    prefix: string,
    { startAfter = '', limit = Number.POSITIVE_INFINITY }: { startAfter?: string; limit?: number } = {}
  ): Promise<readonly string[]> {
    const keys: string[] = []
    const start = prefix.slice(0, prefix.lastIndexOf('/') + 1)
    await walk(start)
    return keys

    async function walk(folder: string): Promise<void> {
      for (const name of await listNames(join(root, folder))) {
        if (keys.length >= limit) return
        const key = folder + name
        const isFolder = name.endsWith('/')
        if (!key.startsWith(prefix) && !(isFolder && prefix.startsWith(key))) continue
        if (isFolder && (key > startAfter || startAfter.startsWith(key))) await walk(key)
        else if (!isFolder && key > startAfter) keys.push(key)
      }
    }
  }

  return {
    putOnce: (key, bytes) => withNamedErrors(() => putOnce(key, bytes)),
    get: key => withNamedErrors(() => nullWhenMissing(readFile(pathOf(root, key)))),
    size: key => withNamedErrors(() => sizeOf(pathOf(root, key))),
    list: (prefix, options) => withNamedErrors(() => list(prefix, options)),
    remove: key =>
      withNamedErrors(async () => {
        const path = pathOf(root, key)
        const removed = await nullWhenMissing(unlink(path).then(() => true))
        if (removed) await syncFolder(dirname(path))
      }),
    check: () => withNamedErrors(() => checkWritesOnce(partial)),
    close: async () => {}
  }
}

function pathOf(root: string, key: string): string {
  requireKey(key)
  return join(root, key)
}

async function sizeOf(path: string): Promise<number | null> {
  const found = await nullWhenMissing(stat(path))
  return found?.isFile() ? found.size : null
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  await using file = await open(path, 'wx')
  await file.writeFile(bytes)
  await file.sync()
}

async function linkOnce(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (errorCodeOf(error) === 'EEXIST') return false
    throw error
  }
}

async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r')
  await handle.sync()
}

/** Names in the order in which S3 lists keys: a folder sorts as its name followed by a slash. */
async function listNames(folder: string): Promise<readonly string[]> {
  const entries: Dirent[] = (await nullWhenMissing(readdir(folder, { withFileTypes: true }))) ?? []
  const shown = entries.filter(entry => !entry.name.startsWith('.'))
  return shown.map(entry => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort(compareCodeUnits)
}

function compareCodeUnits(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

/** Some network file systems lack link(), or let two calls with the same target succeed. */
async function checkWritesOnce(partial: string): Promise<void> {
  const first = join(partial, randomUUID())
  const second = join(partial, randomUUID())
  try {
    await writeDurably(first, new Uint8Array(1))
    const isFirstLinked = await linkOnce(first, second)
    const isSecondLinked = await linkOnce(first, second)
    if (!isFirstLinked || isSecondLinked)
      throw new Failure(
        'blobs-unavailable',
        'the file system of the data folder does not support hard links; use a local disk'
      )
  } finally {
    await Promise.allSettled([unlink(first), unlink(second)])
  }
}

async function nullWhenMissing<T>(result: Promise<T>): Promise<T | null> {
  try {
    return await result
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(errorCodeOf(error) ?? '')) return null
    throw error
  }
}

async function withNamedErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const code = errorCodeOf(cause)
    if (cause instanceof Failure || code === undefined) throw cause
    if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code))
      throw new Failure('storage-full', 'the blobs folder is full', { retryAfterSeconds: 30, cause })
    throw new Failure('blobs-unavailable', `the blobs folder failed: ${code}`, {
      retryAfterSeconds: 5,
      cause
    })
  }
}
