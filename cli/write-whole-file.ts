import { open } from 'node:fs/promises'
import { placeWhole } from './temporary.ts'

/** Writes or replaces a file atomically: temporary name, fsync, rename. */
export function writeWholeFile(path: string, content: string | Uint8Array): Promise<void> {
  return placeWhole(path, async temporary => {
    await using file = await open(temporary, 'wx')
    await file.writeFile(content)
    await file.sync()
  })
}
