import { type FileHandle, mkdir, open, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AUTHOR_COLUMN } from '../cascades/source/read-cascade-index.ts'
import type { Cascade } from '../predictors/cascade-size/cascade.ts'
import { UsageError } from './exit-codes.ts'
import { placeWhole, syncFolder } from './temporary.ts'

/** Throws UsageError if the folder has any content. */
async function requireFree(folder: string): Promise<void> {
  const names = await readdir(folder).catch(error => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  if (names.length > 0) throw new UsageError(`${folder} is not empty: name a new folder`)
}

/**
 * Writes a folder of cascades: index.csv, data.csv and the files of `others`. The folder is complete or absent. Times
 * have a precision of milliseconds; the index keeps the ids of the authors of posts; follower counts are whole numbers, and empty where they are unknown. Keeps one cascade and the index in memory.
 */
export async function writeCascadeFolder(
  folder: string,
  cascades: AsyncIterable<Cascade> | Iterable<Cascade>,
  others: () => Readonly<Record<string, string>>
): Promise<void> {
  await requireFree(folder)
  await mkdir(dirname(folder), { recursive: true })
  await placeWhole(folder, async temporary => {
    await mkdir(temporary)
    const index = await writeData(join(temporary, 'data.csv'), cascades)
    for (const [name, content] of Object.entries({ 'index.csv': index, ...others() }))
      await writeSynced(join(temporary, name), file => file.writeFile(content))
    await syncFolder(temporary)
  })
}

/** Writes data.csv and returns the text of index.csv. */
async function writeData(
  path: string,
  cascades: AsyncIterable<Cascade> | Iterable<Cascade>
): Promise<string> {
  const ranges: { readonly rows: string; readonly postAuthorId: string | undefined }[] = []
  let rows = 0
  await writeSynced(path, async file => {
    await file.appendFile('time,magnitude\n')
    for await (const { times, magnitudes, postAuthorId } of cascades) {
      const lines = Array.from(times, (time, i) => `${formatTime(time)},${formatFollowers(magnitudes[i]!)}\n`)
      await file.appendFile(lines.join(''))
      ranges.push({ rows: `${rows + 1},${rows + times.length}`, postAuthorId })
      rows += times.length
    }
  })
  if (ranges.every(({ postAuthorId }) => postAuthorId === undefined))
    return ['start_ind,end_ind', ...ranges.map(range => range.rows), ''].join('\n')
  const lines = ranges.map(({ rows: own, postAuthorId = '' }) => `${own},${quoteCell(postAuthorId)}`)
  return [`start_ind,end_ind,${AUTHOR_COLUMN}`, ...lines, ''].join('\n')
}

function quoteCell(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

async function writeSynced(path: string, write: (file: FileHandle) => Promise<unknown>): Promise<void> {
  await using file = await open(path, 'wx')
  await write(file)
  await file.sync()
}

function formatTime(seconds: number): string {
  return String(Math.round(seconds * 1000) / 1000)
}

function formatFollowers(magnitude: number): string {
  return Number.isNaN(magnitude) ? '' : String(Math.round(magnitude))
}
