import { copyFile, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Failure } from '../ports/errors.ts'
import { errorCodeOf } from '../ports/to-error.ts'
import { dataFiles, FOLDER_FORMAT } from './data-folder.ts'

export interface BackupSummary {
  readonly folder: string
  readonly files: number
  readonly bytes: number
  readonly createdAt: string
}

/**
 * Copies a data folder to a new folder; the service may run meanwhile. First it copies a snapshot of the database, then
 * the blobs: since blobs are never changed, the copy has every blob that the snapshot refers to. The history is listed
 * before the versions, so that no entry refers to a missing version. The new folder is complete or absent.
 * Throws Failure('invalid-configuration') if there is no data folder to copy, or if the target is not empty.
 */
export async function backUp(from: string, to: string): Promise<BackupSummary> {
  const source = dataFiles(resolve(from))
  const target = resolve(to)
  await requireFile(source.database, `${source.path} is not a data folder: ${source.database} is missing`)
  await requireFree(target)
  const partial = dataFiles(`${target}.partial`)
  await rm(partial.path, { recursive: true, force: true })
  await mkdir(partial.blobs, { recursive: true })
  copyRows(source.database, partial.database)
  await syncFile(partial.database)
  const history = (await listBlobs(source.blobs)).filter(isHistory)
  const others = (await listBlobs(source.blobs)).filter(key => !isHistory(key))
  for (const key of [...withoutGaps(history), ...others])
    await copyDurably(join(source.blobs, key), join(partial.blobs, key))
  for (const file of ['secret', 'format'] as const) await copyDurably(source[file], partial[file])
  const createdAt = new Date().toISOString()
  await writeFile(join(partial.path, 'backup.json'), JSON.stringify({ format: FOLDER_FORMAT, createdAt }))
  await rename(partial.path, target)
  await syncFile(dirname(target))
  return { folder: target, createdAt, ...(await measure(target)) }
}

/** Copies the database in one read transaction, so that concurrent writes do not affect the copy. */
function copyRows(from: string, to: string): void {
  using database = new DatabaseSync(from, { readOnly: true, timeout: 10_000 })
  database.prepare('vacuum into ?').run(to)
}

/** Throws Failure('invalid-configuration') unless the folder is empty or missing. */
export async function requireFree(folder: string): Promise<void> {
  const names = await readdir(folder).catch(error => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  if (names.length > 0) throw new Failure('invalid-configuration', `${folder} is not empty`)
}

export async function requireFile(file: string, reason: string): Promise<void> {
  await stat(file).catch(cause => {
    throw new Failure('invalid-configuration', reason, { cause })
  })
}

/** Lists the keys of all blobs. It does not open the adapter, which would delete unfinished writes of the running service. */
export async function listBlobs(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter(key => !key.startsWith('.'))
    .sort()
}

function isHistory(key: string): boolean {
  return dirname(key).endsWith('history')
}

/** Drops history entries after a gap: a listing during an append may contain an entry without its predecessor. */
function withoutGaps(keys: readonly string[]): readonly string[] {
  const groups = Map.groupBy(keys, key => dirname(key)).values()
  return [...groups].flatMap(group => {
    const gap = group.findIndex(
      (key, index) => Number.parseInt(key.slice(dirname(key).length + 1), 10) !== index + 1
    )
    return gap < 0 ? group : group.slice(0, gap)
  })
}

/** Copies and syncs a file. A missing file was garbage-collected meanwhile, and is skipped. */
export async function copyDurably(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  try {
    await copyFile(from, to)
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return
    throw error
  }
  await syncFile(to)
}

export async function syncFile(path: string): Promise<void> {
  await using handle = await open(path, 'r')
  await handle.sync()
}

export async function measure(folder: string): Promise<{ readonly files: number; readonly bytes: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile())
  const sizes = await Promise.all(
    files.map(async file => (await stat(join(file.parentPath, file.name))).size)
  )
  return { files: files.length, bytes: sizes.reduce((sum, size) => sum + size, 0) }
}
