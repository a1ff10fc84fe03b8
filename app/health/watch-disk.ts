import { statfs } from 'node:fs/promises'
import type { Problem } from '../../ports/health.ts'

/** With less, one large cascade cannot be stored. Below ten times as much, the process is degraded. */
const MIN_FREE_BYTES = 4_194_304

/** Checks the free space on the disk of a folder. */
export async function checkFreeSpace(folder: string): Promise<Problem | null> {
  const { bavail, bsize } = await statfs(folder)
  return judgeFreeSpace(bavail * bsize)
}

export function judgeFreeSpace(freeBytes: number): Problem | null {
  if (freeBytes >= 10 * MIN_FREE_BYTES) return null
  const cause = `the disk of the data folder has ${Math.floor(freeBytes / 1_048_576)} MiB left`
  return { state: freeBytes < MIN_FREE_BYTES ? 'failed' : 'degraded', cause }
}
