import { mkdir, readFile, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Failure } from '../ports/errors.ts'
import { toError } from '../ports/to-error.ts'
import {
  type BackupSummary,
  copyDurably,
  listBlobs,
  measure,
  requireFile,
  requireFree,
  syncFile
} from './backup.ts'
import { dataFiles, FOLDER_FORMAT } from './data-folder.ts'

/**
 * Creates a data folder from a backup and leaves the backup unchanged. The folder must be new or empty; it is complete
 * or absent. Throws Failure('invalid-configuration' | 'data-folder-newer').
 */
export async function restore(from: string, to: string): Promise<BackupSummary> {
  const source = dataFiles(resolve(from))
  const target = resolve(to)
  const createdAt = await readBackup(source.path)
  await requireFile(source.database, `${source.path} is not a backup: ${source.database} is missing`)
  checkRows(source.database)
  await requireFree(target)
  const partial = dataFiles(`${target}.partial`)
  await rm(partial.path, { recursive: true, force: true })
  await mkdir(partial.blobs, { recursive: true })
  for (const key of await listBlobs(source.blobs))
    await copyDurably(join(source.blobs, key), join(partial.blobs, key))
  for (const file of ['database', 'secret', 'format'] as const) await copyDurably(source[file], partial[file])
  await rmdir(target).catch(() => {})
  await rename(partial.path, target)
  await syncFile(dirname(target))
  return { folder: target, createdAt, ...(await measure(target)) }
}

async function readBackup(folder: string): Promise<string> {
  const file = join(folder, 'backup.json')
  await requireFile(file, `${folder} is not a backup: backup.json is missing`)
  const { format, createdAt }: { format: number; createdAt: string } = JSON.parse(
    await readFile(file, 'utf8')
  )
  if (format > FOLDER_FORMAT)
    throw new Failure(
      'data-folder-newer',
      `the backup has format ${format}, this program supports ${FOLDER_FORMAT}: use a newer version`
    )
  return createdAt
}

function checkRows(file: string): void {
  try {
    using database = new DatabaseSync(file, { readOnly: true })
    const found = database.prepare('pragma quick_check').get()?.quick_check
    if (found !== 'ok') throw new Error(String(found))
  } catch (cause) {
    throw new Failure(
      'invalid-configuration',
      `the database of the backup is damaged: ${toError(cause).message}`,
      {
        cause
      }
    )
  }
}
