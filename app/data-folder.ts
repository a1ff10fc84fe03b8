import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { makeWebhookSecret } from '../adapters/webhooks/sign.ts'
import { describeCause } from '../ports/describe-cause.ts'
import { Failure } from '../ports/errors.ts'
import { errorCodeOf, toError } from '../ports/to-error.ts'

/** Increases when an older version of the program cannot read the folder any more. */
export const FOLDER_FORMAT = 1

export interface DataFolder {
  readonly path: string
  readonly databaseFile: string
  readonly blobsFolder: string
  /** The webhook secret, created by the first call: 'whsec_' and base64 of 32 random bytes. */
  secret(): string
  /** Records the address of the service, for commands and for the error message of another start. */
  announce(address: string): void
  close(): void
}

/** The paths in a data folder, and in a backup of it. */
export function dataFiles(path: string) {
  return {
    path,
    database: join(path, 'groundswell.sqlite'),
    blobs: join(path, 'blobs'),
    secret: join(path, 'webhook-secret'),
    format: join(path, 'folder.json')
  }
}

/** The process that uses the folder, as that process recorded it. */
export interface FolderHolder {
  readonly pid: number
  readonly startedAt: string
  readonly address: string | null
}

/** Keeps the handles of locks reachable: the garbage collector would close an unreachable handle and release its lock. */
const held = new Set<DatabaseSync>()

/**
 * Creates the folder if it is missing, and locks it for this process. The lock belongs to the operating system (SQLite's
 * exclusive lock on an empty file), which releases it when the process ends in any way. So there are no stale locks.
 * Throws Failure('data-folder-in-use' | 'data-folder-newer' | 'invalid-configuration').
 */
export function openDataFolder(given: string): DataFolder {
  const path = resolve(given)
  makeFolder(path)
  const lock = takeLock(path)
  try {
    checkFormat(path)
    const startedAt = new Date().toISOString()
    const announce = (address: string | null) =>
      writeWhole(holderFile(path), { pid: process.pid, startedAt, address } satisfies FolderHolder)
    announce(null)
    return {
      path,
      databaseFile: dataFiles(path).database,
      blobsFolder: dataFiles(path).blobs,
      secret: () => readSecret(path),
      announce,
      close: () => releaseLock(lock)
    }
  } catch (error) {
    releaseLock(lock)
    throw error
  }
}

/** Reads which process uses the folder, or used it last. Null: none ever did. */
export function readHolder(given: string): FolderHolder | null {
  try {
    return JSON.parse(readFileSync(holderFile(resolve(given)), 'utf8'))
  } catch {
    return null
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true })
  } catch (cause) {
    throw new Failure(
      'invalid-configuration',
      `DATA_DIR ${path} cannot be created: ${describeCause(cause)}`,
      {
        field: 'DATA_DIR',
        cause
      }
    )
  }
}

function takeLock(path: string): DatabaseSync {
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(join(path, 'lock'), { timeout: 0 })
    lock.exec('BEGIN EXCLUSIVE')
    held.add(lock)
    return lock
  } catch (cause) {
    lock?.close()
    if (!/locked|busy/i.test(toError(cause).message))
      throw new Failure(
        'invalid-configuration',
        `DATA_DIR ${path} cannot be locked: ${toError(cause).message}`,
        {
          field: 'DATA_DIR',
          cause
        }
      )
    const holder = readHolder(path)
    const who = holder
      ? `process ${holder.pid}, started ${holder.startedAt}${holder.address ? `, at ${holder.address}` : ''}`
      : 'another process'
    throw new Failure('data-folder-in-use', `the data folder ${path} is in use by ${who}`, { cause })
  }
}

function releaseLock(lock: DatabaseSync): void {
  held.delete(lock)
  lock.close()
}

function checkFormat(path: string): void {
  const file = dataFiles(path).format
  let format: unknown
  try {
    const written: { readonly format?: unknown } = JSON.parse(readFileSync(file, 'utf8'))
    format = written.format
  } catch (error) {
    if (errorCodeOf(error) !== 'ENOENT')
      throw new Failure('invalid-configuration', `${file} cannot be read`, {
        field: 'DATA_DIR',
        cause: error
      })
    writeWhole(file, { format: FOLDER_FORMAT })
    return
  }
  if (typeof format === 'number' && format > FOLDER_FORMAT)
    throw new Failure(
      'data-folder-newer',
      `the data folder ${path} has format ${format}, this program supports ${FOLDER_FORMAT}: use a newer version`
    )
  if (format !== FOLDER_FORMAT)
    throw new Failure('invalid-configuration', `${file} has the unknown format ${JSON.stringify(format)}`)
}

function holderFile(path: string): string {
  return join(path, 'holder.json')
}

function readSecret(path: string): string {
  const file = dataFiles(path).secret
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if (errorCodeOf(error) !== 'ENOENT') throw error
    const secret = makeWebhookSecret()
    writeText(file, `${secret}\n`)
    return secret
  }
}

function writeWhole(file: string, value: object): void {
  writeText(file, JSON.stringify(value))
}

function writeText(file: string, text: string): void {
  const temporary = `${file}.${process.pid}`
  writeFileSync(temporary, text, { mode: 0o600 })
  renameSync(temporary, file)
}
