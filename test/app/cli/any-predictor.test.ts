import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeEach, expect, test, vi } from 'vitest'
import { predictor as cascadeSize } from '../../../predictors/cascade-size/cascade-size.ts'
import { temporaryFolder } from '../../harness/temporary.ts'
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

function refused(told: string | RegExp): Called {
  return { code: 2, out: '', told: expect.stringMatching(told) }
}

test('predict --predictor prints a table of the declared fields, or a line of JSON for each input', async () => {
  const lines = [{ id: 'a', input: { text: 'hallo' } }, '', { input: { text: 'hello' }, outcome: 1 }]
  const file = writeLines(lines, 'lines.jsonl.gz')
  const table = await call('predict', ...language, file, '--without-model')
  expect(table).toEqual({
    code: 0,
    out: 'id  Language  Probability\na                     0 %\n3                     0 %',
    told: ''
  })
  const json = await call('predict', ...language, file, '--json')
  expect(json).toMatchObject({ code: 0, told: expect.stringMatching(/^answered without a model/) })
  expect(json.out.split('\n').map(line => JSON.parse(line))).toEqual(
    ['a', '3'].map(id => ({ id, output: { language: null, probability: 0, method: 'none' } }))
  )
})

test('predict --predictor reads standard input, and answers for cascade-size as well', async () => {
  const [{ input }] = cascadeSize.examples
  const words = ['predict', '--predictor', 'cascade-size', '--threads', '1', '-', '--without-model', '--json']
  const { code, out } = await callWithInput(JSON.stringify({ id: 'c', input }), ...words)
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ id: 'c', output: { observedEvents: expect.any(Number) } })
})

test('predict --predictor prints every answer and then fails for an input that the predictor refuses', async () => {
  const file = writeLines([{ input: { text: '' } }, { input: { text: 'a' } }, { input: { text: '' } }])
  const { code, out, told } = await call('predict', ...language, file, '--without-model', '--json')
  expect(out.split('\n').map(line => JSON.parse(line))).toMatchObject([
    { id: '1', error: { field: '/text', reason: 'is empty' } },
    { id: '2', output: { method: 'none' } },
    { id: '3', error: {} }
  ])
  expect([code, told]).toEqual([
    2,
    `groundswell: ${file}:1: input.text is empty (the first of 2 refused inputs)`
  ])
  const table = await call('predict', ...language, file, '--without-model')
  expect(table.out).toContain('input.text is empty')
})

test('predict --predictor names the line and the field of what is wrong', async () => {
  const good = { input: { text: 'a' } }
  const cases: readonly (readonly [unknown, string | RegExp])[] = [
    [{ text: 'a' }, /:2: input is missing/],
    [{ input: { text: 7 } }, /:2: input\.text must be a text \(got 7\)/],
    [{ input: { text: 'a', more: 1 } }, /:2: input\.more is not a field/],
    [{ ...good, id: 5 }, /:2: id must be a text/],
    [[1], /:2: the line must be an object/],
    ['{"input": {"text": "a"}', /:2: no valid JSON: line 2, column 24: expected a comma/]
  ]
  for (const [line, told] of cases)
    expect(await call('predict', ...language, writeLines([good, line]))).toEqual(refused(told))
  const file = writeLines([good])
  expect(await call('predict', ...language, `${file}.none`)).toEqual(refused(/no such file/))
  expect(await call('predict', ...language, file, '--model', file)).toEqual(
    refused(/no usable model of language-guess: not a letter model/)
  )
  expect(await call('predict', '--predictor', 'nobody', file)).toEqual(
    refused(/there is no predictor 'nobody', only cascade-size, language-guess/)
  )
  const both = await call('predict', ...language, file, '--model', file, '--without-model')
  expect(both).toEqual(refused(/cannot be used with/))
})

test('--help of predict tells of --predictor, and describes it with that', async () => {
  expect((await call('predict', '--help')).out).toContain('groundswell predict --predictor NAME --help')
  const help = (await call('predict', '--predictor', 'language-guess', '--help')).out
  expect(help).toContain('JSON Lines')
  expect(help).not.toContain('--window')
})
