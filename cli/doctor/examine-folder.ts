import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeSync
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { dataFiles, FOLDER_FORMAT, openDataFolder, readHolder } from '../../app/data-folder.ts'
import { Failure } from '../../ports/errors.ts'
import { errorCodeOf } from '../../ports/to-error.ts'
import { describe, examine, type Finding, FindingError } from './examine.ts'

const NEEDED_BYTES = 200e6
const WANTED_BYTES = 2e9
/** Linux's numbers of remote file systems, on which locks and syncs are not reliable. */
const remote = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0x01021997, '9P'],
  [0x65735546, 'FUSE']
])

/** Checks the data folder of embedded mode. Changes nothing, and does not create a missing folder. */
export function examineFolder(given: string): Promise<readonly Finding[]> {
  const folder = resolve(given)
  const isThere = existsSync(folder)
  const probed = isThere ? folder : nearestFolder(folder)

  async function write(): Promise<string> {
    const file = join(probed, `.doctor-${process.pid}`)
    try {
      const handle = openSync(file, 'w', 0o600)
      writeSync(handle, 'x')
      fsyncSync(handle)
      closeSync(handle)
      rmSync(file)
    } catch (error) {
      const code = errorCodeOf(error)
      if (code === 'ENOSPC' || code === 'EDQUOT')
        throw new FindingError('its disk is full', 'free space on it')
      throw new FindingError(
        describe(error),
        `give this user permission to write to ${probed}, or set DATA_DIR to another folder`
      )
    }
    return isThere ? `${folder} can be written and synced` : `${folder} does not exist: a start creates it`
  }

  async function disk(): Promise<string> {
    const { bavail, bsize, type } = statfsSync(probed)
    const kind = remote.get(type)
    if (kind)
      throw new FindingError(
        `it is on ${kind}`,
        'move it to a local disk: locks and syncs are not reliable on other file systems',
        'doubtful'
      )
    const free = bavail * bsize
    const found = `${(free / 1e9).toFixed(1)} GB free`
    const remedy =
      'free space on its disk, or set DATA_DIR to another folder: on a full disk new work is rejected'
    if (free < WANTED_BYTES) throw new FindingError(found, remedy, free < NEEDED_BYTES ? 'wrong' : 'doubtful')
    return found
  }

  async function lock(): Promise<string> {
    if (!isThere) return 'free'
    try {
      // This may create files that every start creates as well.
      openDataFolder(folder).close()
      return 'free'
    } catch (error) {
      const holder = readHolder(folder)
      if (error instanceof Failure && error.code === 'data-folder-in-use')
        return `used by process ${holder?.pid}, the service at ${holder?.address ?? 'no address yet'}`
      throw error
    }
  }

  async function format(): Promise<string> {
    const file = dataFiles(folder).format
    if (!existsSync(file)) return 'empty'
    const { format }: { readonly format: unknown } = JSON.parse(readFileSync(file, 'utf8'))
    if (format !== FOLDER_FORMAT)
      throw new FindingError(
        `format ${format}, this program's is ${FOLDER_FORMAT}`,
        'use the version of the program that wrote it, or a later one'
      )
    return `format ${format}`
  }

  return examine([
    { name: 'folder.write', run: write, remedy: 'set DATA_DIR to another folder', isNeeded: true },
    { name: 'folder.disk', run: disk, remedy: 'set DATA_DIR to another folder' },
    { name: 'folder.format', run: format, remedy: 'restore a backup', isNeeded: true },
    { name: 'folder.lock', run: lock, remedy: 'set DATA_DIR to another folder' }
  ])
}

function nearestFolder(path: string): string {
  return existsSync(path) ? path : nearestFolder(dirname(path))
}
