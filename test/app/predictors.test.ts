import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test, vi } from 'vitest'
import { builtInPredictors, loadPredictors } from '../../app/predictors.ts'
import type { Failure } from '../../ports/errors.ts'
import { call } from '../cli/call.ts'
import { temporaryFolder } from '../harness/temporary.ts'

const fixture = './test/fixtures/language-guess.ts'

/** A module that exports the language guesser with these changes, written as the text of an object. */
function writeModule(changes: string, rest = 'export const moduleUrl = import.meta.url'): string {
  const file = join(temporaryFolder(), 'module.ts')
  const original = pathToFileURL(join(import.meta.dirname, '../fixtures/language-guess.ts')).href
  writeFileSync(
    file,
    `import { predictor as original } from '${original}'
     export const predictor = { ...original, ...${changes} }
     ${rest}`
  )
  return file
}

test('loads the built-in predictors if no module is named', async () => {
  expect(await loadPredictors([])).toEqual(builtInPredictors)
})

test('loads a module named by path after the built-in predictors', async () => {
  const other = writeModule("{ name: 'other-2', batch: { maxSize: 8, maxDelayMs: 5 } }")
  const loaded = await loadPredictors([fixture, other])
  expect(loaded.map(({ predictor }) => predictor.name)).toEqual(['cascade-size', 'language-guess', 'other-2'])
})

test.each([
  ['./no/such/module.ts', 'it does not load: '],
  ['no-such-package', 'it does not load: '],
  ['./test/fixtures/letter-texts.ts', 'it must export `predictor`']
])('the error for %s names the setting and the reason: %s', async (specifier, reason) => {
  const failure: Failure = await loadPredictors([specifier]).then(
    () => expect.fail(),
    error => error
  )
  expect(failure).toMatchObject({ code: 'invalid-configuration', field: 'GROUNDSWELL_PREDICTOR_MODULES' })
  expect(failure.message).toContain(`GROUNDSWELL_PREDICTOR_MODULES: ${specifier}: ${reason}`)
})

test.each([
  [
    "{ name: 'Big' }",
    'predictor.name must be 1 to 64 lower-case letters, digits and hyphens, a letter first (got "Big")'
  ],
  ["{ name: 'cascade-size' }", "its name 'cascade-size' is taken"],
  ['{ predict: 1 }', 'predictor.predict must be a function'],
  ['{ examples: [] }', 'predictor.examples must be a list with at least one entry'],
  ["{ outcomes: 'some' }", "predictor.outcomes must be 'one' or 'many'"],
  ['{ batch: { maxSize: 0, maxDelayMs: 1 } }', 'predictor.batch.maxSize'],
  ['{ batch: { maxSize: 1, maxDelayMs: -1 } }', 'predictor.batch.maxDelayMs'],
  ['{ calibration: { learn: () => null } }', 'predictor.calibration must have the functions learn and apply'],
  [
    "{ answer: [{ path: '/language', label: 'Language', kind: 'word' }] }",
    'predictor.answer[0].kind of language-guess must be one of number, count, share, seconds, text, interval, ranking, quantiles, factors, cases, flags (got "word")'
  ],
  [
    "{ output: { type: 'bool' } }",
    'predictor.output of language-guess is not a valid JSON Schema: type must be JSONType'
  ],
  [
    "{ examples: [{ title: 'A', input: { text: 5 }, outcome: { language: 'en' } }] }",
    'predictor.examples[0] of language-guess does not match its schema: input.text must be a string (got 5)'
  ],
  [
    "{ examples: [{ title: 'A', input: { text: 'a' }, outcome: {} }] }",
    'predictor.examples[0] of language-guess does not match its schema: outcome.language is missing'
  ],
  ["{ metrics: [{ name: 'a', direction: 'higher-is-better' }] }", 'the first of predictor.metrics']
])('a module with %s is refused', async (changes, reason) => {
  await expect(loadPredictors([writeModule(changes)])).rejects.toThrow(reason)
})

test('the error for a module with a syntax error gives the file, the line and the column', async () => {
  const file = join(temporaryFolder(), 'broken.ts')
  writeFileSync(file, 'export const a: number = 1\nexport const b = {\n  c: ,\n}\n')
  // By Node itself: the test runner reads modules in its own way.
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '-e',
    `import { loadPredictors } from '${pathToFileURL(join(import.meta.dirname, '../../app/predictors.ts')).href}'
     await loadPredictors(['${file}']).catch(error => console.log(error.message))`
  ])
  expect(stdout).toContain(`it does not load: Expression expected (${file}, line 3, column 6)`)
})

test.each([
  ['', 'it must export `moduleUrl`'],
  ["export const moduleUrl = 'file:///no/such.ts'", 'it does not load'],
  ["export const moduleUrl = 'node:path'", '`moduleUrl` is not that of the module (got node:path)'],
  ['export const moduleUrl = import.meta.url; export const bootstrap = {}', '`bootstrap` must name']
])('a module that ends with "%s" is refused', async (rest, reason) => {
  await expect(loadPredictors([writeModule('{}', rest)])).rejects.toThrow(reason)
})

test('creates the queue of a named module in set-up, and rejects a module that does not load in doctor', async () => {
  vi.stubEnv('MODE', 'embedded')
  vi.stubEnv('DATA_DIR', join(temporaryFolder(), 'data'))
  vi.stubEnv('GROUNDSWELL_PREDICTOR_MODULES', fixture)
  onTestFinished(() => void vi.unstubAllEnvs())
  const done = await call('set-up', '--json')
  expect(JSON.parse(done.out)).toMatchObject({ queues: ['predict.cascade-size', 'predict.language-guess'] })
  expect(await call('doctor', '--json')).toMatchObject({ code: 0 })
  vi.stubEnv('GROUNDSWELL_PREDICTOR_MODULES', './missing.ts')
  expect(await call('doctor', '--json')).toMatchObject({
    code: 2,
    stderrText: expect.stringContaining('GROUNDSWELL_PREDICTOR_MODULES: ./missing.ts: it does not load')
  })
})
