import { expect, test } from 'vitest'
import { cascadeSize } from '../../predictors/cascade-size/cascade-size.ts'
import { predictor as languageGuess } from '../fixtures/language-guess.ts'
import { openApi } from '../harness/api-world.ts'

test('each predictor is described by what its module declares', async () => {
  const api = await openApi({ predictors: [languageGuess] })
  await api.publish('one')
  await api.world.modelVersions.promote('cascade-size', 1, { actor: 'test', reason: 'test' })
  const { items } = (await api.inject({ url: '/predictors' })).json()
  expect(items.map(({ name }: { name: string }) => name)).toEqual(['cascade-size', 'language-guess'])
  expect(items[0]).toMatchObject({ title: 'Cascade size', outcomes: 'one', batch: null, servingVersion: 1 })
  for (const [index, predictor] of [cascadeSize, languageGuess].entries()) {
    const described = (await api.inject({ url: `/predictors/${predictor.name}` })).json()
    expect(described).toEqual(items[index])
    const { title, description, input, output, outcome, examples, answer, slices, metrics } = predictor
    expect(described).toMatchObject({
      ...{ title, description, input, output, outcome, examples, answer, slices, metrics },
      sample: predictor.sampleSchema,
      sampleVersion: predictor.sampleVersion
    })
  }
  expect((await api.inject({ url: '/predictors/other' })).json()).toMatchObject({
    status: 404,
    code: 'unknown-predictor',
    field: 'predictor'
  })
})
