import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bootstrapArtefactFile, examplesFolder } from '../../app/bootstrap/recipe.ts'
import { readCascadeFolder } from '../../cascades/source/read-cascade-folder.ts'
import { drawPopulation } from '../../cli/bootstrap/draw-population.ts'
import { absoluteRelativeError } from '../../predictors/cascade-size/absolute-relative-error.ts'
import { answerQueries } from '../../predictors/cascade-size/answer.ts'
import { type Cascade, observe } from '../../predictors/cascade-size/cascade.ts'
import { decodeModel } from '../../predictors/cascade-size/model-artefact.ts'
import { buildQuery } from '../../predictors/cascade-size/sample.ts'

const model = decodeModel(readFileSync(bootstrapArtefactFile))

function measure(cascades: readonly Cascade[], windowSeconds: number) {
  const queries = cascades.map(cascade => buildQuery(observe(cascade, windowSeconds)))
  const answers = answerQueries(model, queries)
  const meanOf = (value: (i: number) => number) =>
    cascades.reduce((sum, _, i) => sum + value(i), 0) / cascades.length
  const sizeOf = (i: number) => cascades[i]!.times.length
  const errorOf = (size: (i: number) => number) => meanOf(i => absoluteRelativeError(size(i), sizeOf(i)))
  return {
    own: errorOf(i => answers[i]!.areOptimal!),
    seen: errorOf(i => queries[i]!.observedEvents),
    twiceSeen: errorOf(i => 2 * queries[i]!.observedEvents),
    coverage: meanOf(i => {
      const { low, high } = answers[i]!.interval!
      return Math.round(low) <= sizeOf(i) && sizeOf(i) <= Math.round(high) ? 1 : 0
    })
  }
}

test('out of the box it is better than what was seen and twice that on real cascades it did not learn from', async () => {
  const cascades: Cascade[] = []
  for await (const { cascade } of readCascadeFolder(join(examplesFolder, 'public/gossipcop-held-out')))
    cascades.push(cascade)
  expect(cascades).toHaveLength(137)
  for (const windowSeconds of [300, 600, 3600]) {
    const { own, seen, twiceSeen, coverage } = measure(cascades, windowSeconds)
    expect(own).toBeLessThanOrEqual(1.03 * Math.min(seen, twiceSeen))
    expect(coverage).toBeGreaterThan(0.65)
    expect(coverage).toBeLessThan(0.95)
  }
})

test('so it is on posts of which most go nowhere, and on viral ones', () => {
  const seed = 2
  const viral = Array.from(drawPopulation('viral', 40, 'all', seed), ({ cascade }) => cascade)
  const ordinary = Array.from(drawPopulation('ordinary', 400, 'all', seed), ({ cascade }) => cascade)
  for (const windowSeconds of [300, 600, 3600])
    for (const cascades of [viral, ordinary]) {
      const { own, seen, twiceSeen } = measure(cascades, windowSeconds)
      expect(own).toBeLessThanOrEqual(1.03 * Math.min(seen, twiceSeen))
    }
})
