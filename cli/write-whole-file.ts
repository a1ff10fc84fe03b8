import { open } from 'node:fs/promises'
import { placeWhole } from './temporary.ts'

/** Writes a file whole or not at all: temporary name, fsync, rename. An older file of that name is replaced. */
export function writeWholeFile(path: string, content: string | Uint8Array): Promise<void> {
  return placeWhole(path, async temporary => {
    await using file = await open(temporary, 'wx')
    await file.writeFile(content)
    await file.sync()
  })
}
