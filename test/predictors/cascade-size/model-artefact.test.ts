import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { decodeArtefact, encodeArtefact } from '../../../learners/forest/artefact.ts'
import { bootstrap } from '../../../predictors/cascade-size/cascade-size.ts'
import { decodeModel } from '../../../predictors/cascade-size/model-artefact.ts'

const shipped = decodeArtefact(readFileSync(bootstrap.artefact))

function decodeWith(outsideRange: string | null) {
  const header = { ...(shipped.header as object), outsideRange }
  return decodeModel(encodeArtefact({ ...shipped, header }))
}

test('reads what answers outside the range, and rejects an unknown value', () => {
  expect(decodeWith('untrained-estimate').outsideRange).toBe('untrained-estimate')
  // Versions before this field.
  expect(decodeWith(null).outsideRange).toBe('model')
  expect(() => decodeWith('something')).toThrow(/outsideRange must be .* \(got "something"\)/)
})
