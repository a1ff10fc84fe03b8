import type { Json } from '../predictor.ts'
import type { Correction } from './model.ts'
import { readFields, refuse } from './record.ts'

/** Reads the corrections of a start. Throws a TypeError if they are malformed. */
export function readCorrections(start: Json): readonly Correction[] {
  const corrections = readFields(start, 'start')
    .list('corrections')
    .map((each, i) => {
      const fields = readFields(each, `start.corrections[${i}]`)
      return {
        windowSeconds: fields.positive('windowSeconds'),
        pointLevel: fields.number('pointLevel'),
        level: fields.number('level'),
        spread: fields.positive('spread'),
        ownShare: fields.share('ownShare')
      }
    })
  if (corrections.length === 0) refuse('its start has no corrections')
  if (corrections.some(({ windowSeconds }, i) => i > 0 && windowSeconds <= corrections[i - 1].windowSeconds))
    refuse('the corrections of its start are not in ascending order')
  return corrections
}
