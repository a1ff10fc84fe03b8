import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { temporaryFolder } from './temporary.ts'

/** A folder of the first cascades of another one, which are its first rows. */
export function takeFirstCascades(folder: string, count: number): string {
  const few = join(temporaryFolder(), basename(folder))
  mkdirSync(few)
  const [head, ...cascades] = readLines(join(folder, 'index.csv')).slice(0, count + 1)
  const last = Number(cascades.at(-1)!.split(',')[1])
  writeFileSync(join(few, 'index.csv'), [head, ...cascades, ''].join('\n'))
  writeFileSync(
    join(few, 'data.csv'),
    [...readLines(join(folder, 'data.csv')).slice(0, last + 1), ''].join('\n')
  )
  return few
}

/** Of the file, or of the packed one beside its place. */
function readLines(file: string): string[] {
  const bytes = existsSync(file) ? readFileSync(file) : gunzipSync(readFileSync(`${file}.gz`))
  return bytes.toString().split(/\r?\n/)
}
