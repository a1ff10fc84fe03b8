import { existsSync, readFileSync } from 'node:fs'
import type { Cascade } from '../../../predictors/cascade-size/cascade.ts'

const folder = new URL('../../../../shared/data/', import.meta.url)

/** Whether the data beside the project are there; says so when they are not. */
export function hasSharedData(who: string): boolean {
  const isThere = existsSync(folder)
  if (!isThere) console.warn(`SKIPPED ${who}: needs ../shared/data`)
  return isThere
}

/** The numbers of a csv file below its header. */
export function readRows(file: string): number[][] {
  const [, ...lines] = readFileSync(new URL(file, folder), 'utf8').trim().split('\n')
  return lines.map(line => line.split(',').map(Number))
}

export function toCascade(rows: readonly (readonly number[])[]): Cascade {
  return {
    times: Float64Array.from(rows, row => row[0]!),
    magnitudes: Float64Array.from(rows, row => row[1]!)
  }
}
