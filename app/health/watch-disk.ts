import { statfs } from 'node:fs/promises'
import type { Problem } from '../../ports/health.ts'

/** Less than this and not even one large cascade can be stored; ten times as much is too little for long. */
const MIN_FREE_BYTES = 4_194_304

/** What is wrong with the room on a folder's disk. */
export async function examineRoom(folder: string): Promise<Problem | null> {
  const { bavail, bsize } = await statfs(folder)
  return judgeRoom(bavail * bsize)
}

export function judgeRoom(freeBytes: number): Problem | null {
  if (freeBytes >= 10 * MIN_FREE_BYTES) return null
  const cause = `the disk of the data folder has ${Math.floor(freeBytes / 1_048_576)} MiB left`
  return { state: freeBytes < MIN_FREE_BYTES ? 'failed' : 'degraded', cause }
}
