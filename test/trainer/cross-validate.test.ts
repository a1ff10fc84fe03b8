import { afterAll, expect, test } from 'vitest'
import { buildThreads } from '../../adapters/threads/piscina.ts'
import { crossValidate } from '../../trainer/cross-validate.ts'
import * as languageGuess from '../fixtures/language-guess.ts'
import { drawTexts } from '../fixtures/letter-texts.ts'

const threads = buildThreads({ size: 1 })
afterAll(() => threads.close())

test('forecasts every case once, and calls back after each fold', async () => {
  const { predictor } = languageGuess
  const cases = drawTexts(1, 60).map(({ text, language }, index) => ({
    id: `${index}`,
    group: `text-${index}`,
    endedAt: 1_000 * index,
    sample: JSON.stringify(predictor.sample({ text }, { language }))
  }))
  let folds = 0
  const { losses } = await crossValidate(
    threads,
    languageGuess,
    cases,
    { folds: 3, seed: 1, train: {} },
    () => void folds++
  )
  expect(folds).toBe(3)
  for (const { groups } of Object.values(losses))
    expect(groups.toSorted()).toEqual(cases.map(({ group }) => group).toSorted())
})
