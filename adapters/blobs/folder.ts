import { randomUUID } from 'node:crypto'
import { type Dirent, mkdirSync, rmSync } from 'node:fs'
import { link, mkdir, open, readdir, readFile, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { BlobStore } from '../../ports/blobs.ts'
import { Failure } from '../../ports/errors.ts'
import { requireKey } from './require-key.ts'

/** Half-written files live here until they are linked under their key; no key starts with a dot. */
const PARTIAL = '.partial'

/**
 * Blobs as files below `root`, owned by this process (the data folder's lock sees to that). A key is taken by link():
 * it appears whole and durable or not at all, and one of many writers wins. What a killed writer left is swept here.
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
      const isOurs = await linkOnce(temporary, target)
      if (isOurs) await syncFolder(dirname(target))
      return isOurs ? 'stored' : 'exists'
    } finally {
      await unlink(temporary).catch(() => {})
    }
  }

  /** Creates a folder and those above it, each durable in the one above before it is used. */
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
      for (const name of await namesInOrder(join(root, folder))) {
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
    putOnce: (key, bytes) => named(() => putOnce(key, bytes)),
    get: key => named(() => nullWhenMissing(readFile(pathOf(root, key)))),
    size: key => named(() => sizeOf(pathOf(root, key))),
    list: (prefix, options) => named(() => list(prefix, options)),
    remove: key =>
      named(async () => {
        const path = pathOf(root, key)
        const removed = await nullWhenMissing(unlink(path).then(() => true))
        if (removed) await syncFolder(dirname(path))
      }),
    check: () => named(() => checkWritesOnce(partial)),
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
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r')
  await handle.sync()
}

/** In the order of whole keys, as S3 lists them: a folder counts as its name and a slash. */
async function namesInOrder(folder: string): Promise<readonly string[]> {
  const entries: Dirent[] = (await nullWhenMissing(readdir(folder, { withFileTypes: true }))) ?? []
  const shown = entries.filter(entry => !entry.name.startsWith('.'))
  return shown.map(entry => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort(inCodeUnits)
}

function inCodeUnits(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

/** Some network file systems know no link(), or let two of them win. */
async function checkWritesOnce(partial: string): Promise<void> {
  const first = join(partial, randomUUID())
  const second = join(partial, randomUUID())
  try {
    await writeDurably(first, new Uint8Array(1))
    const wins = [await linkOnce(first, second), await linkOnce(first, second)]
    if (!wins[0] || wins[1]) throw new Failure('blobs-unavailable', 'this file system does not honour link()')
  } finally {
    await Promise.allSettled([unlink(first), unlink(second)])
  }
}

async function nullWhenMissing<T>(result: Promise<T>): Promise<T | null> {
  try {
    return await result
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error) ?? '')) return null
    throw error
  }
}

async function named<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const code = codeOf(cause)
    if (cause instanceof Failure || code === undefined) throw cause
    if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code))
      throw new Failure('storage-full', 'the blobs folder is full', { retryAfterSeconds: 30, cause })
    throw new Failure('blobs-unavailable', `the blobs folder failed: ${code}`, {
      retryAfterSeconds: 5,
      cause
    })
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
}
