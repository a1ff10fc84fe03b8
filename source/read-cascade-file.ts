import type { Cascade } from '../predictors/cascade-size/cascade.ts'
import { EventBuffer } from './event-buffer.ts'
import { InputError } from './input-error.ts'
import { readRows } from './read-rows.ts'

/** Reads one cascade: a file of time,magnitude (seconds since the post, followers), also as .gz. Throws InputError. */
export async function readCascadeFile(file: string): Promise<Cascade> {
  const events = new EventBuffer()
  for await (const { firstLine, left, right } of readRows(file, ['time', 'magnitude']))
    for (let i = 0; i < left.length; i++) events.add(left[i]!, right[i]!, file, firstLine + i)
  if (events.count === 0) throw new InputError(file, 1, 'no events after the header')
  return events.take()
}
