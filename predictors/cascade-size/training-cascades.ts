import type { Artefact, ArtefactArray } from '../../learners/forest/artefact.ts'
import type { Labeled } from '../predictor.ts'
import { refuse } from './record.ts'

/** The cascades of the training rows of a size model, so that a forecast can name similar ones. */
export interface TrainingCascades {
  /** By training row: the number of its cascade. */
  readonly byRow: Uint32Array
  /** The ids of the cascades in UTF-8, one after the other. */
  readonly ids: Uint8Array
  /** By cascade: the end of its id in `ids`. An empty id is not known. */
  readonly ends: Uint32Array
  /** By cascade: 1 if it was simulated. */
  readonly simulated: Uint8Array
}

/** A longer id is not stored. The API accepts no longer ones. */
const maxIdLength = 200

/** Lists the cascades of these rows. `keepsIds` false: only whether each cascade was simulated. Cost O(rows). */
export function listCascades(
  rows: readonly Pick<Labeled<unknown>, 'group' | 'isSimulated'>[],
  keepsIds: boolean
): TrainingCascades {
  const numbers = new Map<string, number>()
  const simulated: number[] = []
  const byRow = Uint32Array.from(rows, ({ group, isSimulated }) => {
    const known = numbers.get(group)
    if (known !== undefined) return known
    numbers.set(group, simulated.length)
    return simulated.push(isSimulated ? 1 : 0) - 1
  })
  const encoder = new TextEncoder()
  const ids = Array.from(numbers.keys(), id => encoder.encode(keepsIds && id.length <= maxIdLength ? id : ''))
  const ends = new Uint32Array(ids.length)
  const text = new Uint8Array(ids.reduce((length, id) => length + id.length, 0))
  ids.reduce((start, id, cascade) => {
    text.set(id, start)
    ends[cascade] = start + id.length
    return ends[cascade]
  }, 0)
  return { byRow, ids: text, ends, simulated: Uint8Array.from(simulated) }
}

const decoder = new TextDecoder()

/** Null where the id is not known. */
export function readCascadeId({ ids, ends }: TrainingCascades, cascade: number): string | null {
  const start = cascade === 0 ? 0 : ends[cascade - 1]
  // A copy, because a decoder refuses shared memory.
  return start === ends[cascade] ? null : decoder.decode(ids.slice(start, ends[cascade]))
}

/** The arrays of the model `name` in an artefact. */
export function writeCascades(
  name: string,
  { byRow, ids, ends, simulated }: TrainingCascades
): Readonly<Record<string, ArtefactArray>> {
  return {
    [`${name}.cascades`]: byRow,
    [`${name}.cascades.ids`]: ids,
    [`${name}.cascades.ends`]: ends,
    [`${name}.cascades.simulated`]: simulated
  }
}

/** Reads what writeCascades wrote. Null in older artefacts. Throws a TypeError if the arrays are malformed. */
export function readCascades(
  name: string,
  rows: number,
  arrays: Artefact['arrays']
): TrainingCascades | null {
  const byRow = arrays[`${name}.cascades`]
  if (byRow === undefined) return null
  const ids = arrays[`${name}.cascades.ids`]
  const ends = arrays[`${name}.cascades.ends`]
  const simulated = arrays[`${name}.cascades.simulated`]
  if (!(byRow instanceof Uint32Array) || byRow.length !== rows)
    refuse(`${name} has not one cascade for each row`)
  if (!(ids instanceof Uint8Array && ends instanceof Uint32Array && simulated instanceof Uint8Array))
    refuse(`the cascades of ${name} are malformed`)
  const isAscending = ends.every((end, i) => end >= (i === 0 ? 0 : ends[i - 1]))
  if (!isAscending || (ends.at(-1) ?? 0) !== ids.length || simulated.length !== ends.length)
    refuse(`the ids of the cascades of ${name} do not fit`)
  if (byRow.some(cascade => cascade >= ends.length)) refuse(`${name} has a row of an unknown cascade`)
  return { byRow, ids, ends, simulated }
}
