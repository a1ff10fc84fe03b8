import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeEach, expect, test, vi } from 'vitest'
import { predictor as cascadeSize } from '../../predictors/cascade-size/cascade-size.ts'
import { drawTexts } from '../fixtures/letter-texts.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { drawImpressions } from '../predictor-kit/toys/draw-impressions.ts'
import { type Called, call, callWithInput } from './call.ts'

beforeEach(() => {
  // The test runner has a MODE of its own.
  vi.stubEnv('MODE', 'embedded')
  vi.stubEnv('GROUNDSWELL_PREDICTOR_MODULES', './test/fixtures/language-guess.ts')
})

const language = ['--predictor', 'language-guess', '--threads', '1']

function writeLines(values: readonly unknown[], name = 'lines.jsonl'): string {
  const file = join(temporaryFolder(), name)
  const text = values.map(value => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n')
  writeFileSync(file, name.endsWith('.gz') ? gzipSync(text) : text)
  return file
}

function refused(stderrText: string | RegExp): Called {
  return { code: 2, out: '', stderrText: expect.stringMatching(stderrText) }
}

test('predict --predictor prints a table of the declared fields, or a line of JSON for each input', async () => {
  const lines = [{ id: 'a', input: { text: 'hallo' } }, '', { input: { text: 'hello' }, outcome: 1 }]
  const file = writeLines(lines, 'lines.jsonl.gz')
  const table = await call('predict', ...language, file, '--without-model')
  expect(table).toEqual({
    code: 0,
    out: 'id  Language  Probability\na                     0 %\n3                     0 %',
    stderrText: ''
  })
  const json = await call('predict', ...language, file, '--json')
  expect(json).toMatchObject({ code: 0, stderrText: expect.stringMatching(/^answered without a model/) })
  expect(json.out.split('\n').map(line => JSON.parse(line))).toEqual(
    ['a', '3'].map(id => ({ id, output: { language: null, probability: 0, method: 'none' } }))
  )
})

test('predict --predictor reads standard input, also for cascade-size', async () => {
  const [{ input }] = cascadeSize.examples
  const words = ['predict', '--predictor', 'cascade-size', '--threads', '1', '-', '--without-model', '--json']
  const { code, out } = await callWithInput(JSON.stringify({ id: 'c', input }), ...words)
  expect(code).toBe(0)
  expect(await callWithInput('{"input": 5}', ...words)).toEqual(
    refused(/^groundswell: standard input:1: input must be/)
  )
  expect(JSON.parse(out)).toMatchObject({ id: 'c', output: { observedEvents: expect.any(Number) } })
})

test('predict --predictor prints every answer and then fails for an input that the predictor refuses', async () => {
  const file = writeLines([{ input: { text: '' } }, { input: { text: 'a' } }, { input: { text: '' } }])
  const { code, out, stderrText } = await call('predict', ...language, file, '--without-model', '--json')
  expect(out.split('\n').map(line => JSON.parse(line))).toMatchObject([
    { id: '1', error: { field: '/text', reason: 'is empty' } },
    { id: '2', output: { method: 'none' } },
    { id: '3', error: {} }
  ])
  expect([code, stderrText]).toEqual([
    2,
    `groundswell: ${file}:1: input.text is empty (the first of 2 refused inputs)`
  ])
  const table = await call('predict', ...language, file, '--without-model')
  expect(table.out).toContain('input.text is empty')
})

test('predict --predictor names the line and the field of a fault', async () => {
  const good = { input: { text: 'a' } }
  const cases: readonly (readonly [unknown, string | RegExp])[] = [
    [{ text: 'a' }, /:2: input is missing/],
    [{ input: { text: 7 } }, /:2: input\.text must be a string \(got 7\)/],
    [{ input: { text: 'a', more: 1 } }, /:2: input\.more is not a field/],
    [{ ...good, id: 5 }, /:2: id must be a string/],
    [[1], /:2: the line must be an object/],
    ['{"input": {"text": "a"}', /:2: no valid JSON: line 2, column 24: expected a comma/]
  ]
  for (const [line, stderrText] of cases)
    expect(await call('predict', ...language, writeLines([good, line]))).toEqual(refused(stderrText))
  const file = writeLines([good])
  expect(await call('predict', ...language, `${file}.none`)).toEqual(refused(/no such file/))
  expect(await call('predict', ...language, file, '--model', file)).toEqual(
    refused(/not a usable model of language-guess: not a letter model/)
  )
  expect(await call('predict', '--predictor', 'nobody', file)).toEqual(
    refused(/there is no predictor 'nobody', only cascade-size, language-guess/)
  )
  const both = await call('predict', ...language, file, '--model', file, '--without-model')
  expect(both).toEqual(refused(/cannot be used with/))
})

/** Cases of drawTexts, as lines. */
function drawLines(seed: number, count: number, noise?: number) {
  return drawTexts(seed, count, noise).map(({ text, language }, index) => ({
    id: `text-${seed}-${index}`,
    input: { text },
    outcome: { language }
  }))
}

test('train --predictor writes the same bytes for any number of threads, and predict and inspect read them', async () => {
  const file = writeLines(drawLines(1, 60))
  const folder = temporaryFolder()
  const train = async (name: string, threads: string) => {
    const out = join(folder, name)
    const words = [
      'train',
      '--predictor',
      'language-guess',
      file,
      '--out',
      out,
      '--threads',
      threads,
      '--json'
    ]
    return { out, called: await call(...words) }
  }
  const { out: model, called } = await train('model', '2')
  const summary = JSON.parse(called.out)
  expect(summary).toMatchObject({ predictor: 'language-guess', cases: 60, groups: 60, seed: 1 })
  const { out: again } = await train('again', '1')
  expect(readFileSync(again).equals(readFileSync(model))).toBe(true)

  const predicted = await call('predict', ...language, file, '--model', model)
  expect(predicted).toMatchObject({ code: 0, stderrText: '' })
  expect(predicted.out.split('\n')[1]).toMatch(/^text-1-0 +(northern|southern|western) +\d+(\.\d)? %$/)
  const inspected = await call('inspect', '--predictor', 'language-guess', model, '--json')
  expect(JSON.parse(inspected.out)).toMatchObject({ sha256: summary.sha256, predictor: 'language-guess' })
  expect((await call('inspect', '--predictor', 'language-guess', model)).out).toContain('(Language)')
})

test('train --predictor names the line of an unusable case', async () => {
  const [first] = drawLines(1, 1)
  const cases: readonly (readonly [object, RegExp])[] = [
    [{ input: { text: 'a' } }, /:2: outcome is missing/],
    [{ ...first, id: 'b', outcome: { language: 1 } }, /:2: outcome\.language must be a string/],
    [{ ...first, id: 'b', endedAt: 'soon' }, /:2: endedAt must/],
    [{ ...first }, /:2: id must differ from that of line 1/]
  ]
  const out = join(temporaryFolder(), 'model')
  for (const [line, stderrText] of cases)
    expect(await call('train', ...language, writeLines([first, line]), '--out', out)).toEqual(
      refused(stderrText)
    )
  const file = writeLines([first])
  expect(await call('train', ...language, file)).toEqual(refused(/name either --out or --publish/))
  const options = await call('train', ...language, file, '--out', out, '--options', '[]')
  expect(options).toEqual(refused(/Must be a JSON object/))
  const seed = await call('train', ...language, file, '--publish', '--seed', '3')
  expect(seed).toEqual(refused(/--seed has no effect with --publish/))
  const [{ input, outcome }] = cascadeSize.examples
  const small = writeLines([{ input, outcome: { finalSize: 2 } }])
  expect(await call('train', '--predictor', 'cascade-size', small, '--out', out)).toEqual(
    refused(/:1: outcome\.finalSize 2 is less than the 7 events seen/)
  )
  // The predictor's RangeError.
  const few = writeLines([{ input, outcome }])
  expect(await call('train', '--predictor', 'cascade-size', few, '--out', out)).toEqual(
    refused(`^groundswell: ${few}: `)
  )
  expect(existsSync(out)).toBe(false)
})

test('evaluate --predictor measures the model, the answers without a model and every baseline, with standard errors', async () => {
  const lines = drawLines(2, 60).map((line, index) => ({ ...line, group: `g${index % 20}` }))
  const words = ['evaluate', ...language, writeLines(lines), '--folds', '4']
  const { code, out } = await call(...words, '--json')
  expect(code).toBe(0)
  const summary = JSON.parse(out)
  expect(summary).toMatchObject({ cases: 60, groups: 20, folds: 4, metric: { title: 'Missed probability' } })
  const [model, modelLess, constant] = summary.losses
  expect(summary.losses.map((each: { forecaster: string }) => each.forecaster)).toEqual([
    'model',
    'model-less',
    'constant'
  ])
  expect(modelLess).toMatchObject({ slice: 'all', cases: 60, failures: 0, meanLoss: expect.closeTo(1) })
  expect(model.meanLoss).toBeLessThan(constant.meanLoss - 2 * constant.standardError)
  expect(model.standardError).toBeGreaterThan(0)
  expect(summary.differences.map((each: { forecaster: string }) => each.forecaster)).toEqual([
    'model-less',
    'constant'
  ])
  expect(await call(...words)).toMatchObject({
    code: 0,
    out: expect.stringMatching(
      /Missed probability \(lower is better\)\nSlice +Forecaster +Cases .*model less constant +-/s
    )
  })
  expect(await call('evaluate', ...language, writeLines(lines), '--folds', '21')).toEqual(
    refused(/folds must be a whole number from 2 to the 20 groups/)
  )
})

test('evaluate --predictor reports by slice, with the further metrics of the predictor', async () => {
  vi.stubEnv('GROUNDSWELL_PREDICTOR_MODULES', './test/predictor-kit/toys/toy-click.ts')
  const lines = drawImpressions(1, 60).map(({ clicked, ...input }) => ({ input, outcome: { clicked } }))
  const words = ['evaluate', '--predictor', 'toy-click', '--threads', '1', writeLines(lines), '--folds', '2']
  const { losses, figures } = JSON.parse((await call(...words, '--json')).out)
  const slices = new Set(losses.map((each: { slice: string }) => each.slice))
  expect([...slices]).toEqual(['all', 'desktop', 'phone'])
  expect(figures).toMatchObject([
    { metric: { name: 'accuracy' }, forecaster: 'model', folds: 2, mean: expect.any(Number) },
    { metric: { name: 'accuracy' }, forecaster: 'model-less', folds: 2 }
  ])
  const { out } = await call(...words)
  expect(out).toMatch(/^Device +Forecaster/m)
  expect(out).toMatch(/^Accuracy \(higher is better\) +model +\d+(\.\d)? %/m)
})

test('predict --help mentions --predictor, and describes the variant with it', async () => {
  expect((await call('predict', '--help')).out).toContain('groundswell predict --predictor NAME --help')
  const help = (await call('predict', '--predictor', 'language-guess', '--help')).out
  expect(help).toContain('JSON Lines')
  expect(help).not.toContain('--window-seconds')
})
