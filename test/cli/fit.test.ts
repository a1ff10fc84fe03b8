import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Random } from '../../learners/random.ts'
import { countUpTo } from '../../predictors/cascade-size/cascade.ts'
import { powerLawFollowers } from '../../predictors/cascade-size/followers.ts'
import { buildProcess } from '../../predictors/cascade-size/process.ts'
import { simulate } from '../../predictors/cascade-size/simulate.ts'
import { call } from './call.ts'

const root = mkdtempSync(join(tmpdir(), 'groundswell-fit-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

function writeCascade(name: string, rows: readonly string[]): string {
  const file = join(root, name)
  writeFileSync(file, `time,magnitude\n${rows.join('\n')}\n`)
  return file
}

const followers = powerLawFollowers()
const growth = {
  process: buildProcess(
    { kernel: 'power-law', branchingFactor: 0.6, followerExponent: 0.4, cutoffSeconds: 100, decay: 0.8 },
    followers
  ),
  followers,
  horizonSeconds: 1e5,
  maximumEvents: 1000
}
const { times, magnitudes } = simulate(growth, new Random(10), 1e6).cascade
const burst = writeCascade(
  'burst.csv',
  Array.from(times, (time, i) => `${time},${magnitudes[i]}`)
)
const seen = countUpTo(times, 300)

test('fit prints the same fit as text and as JSON', async () => {
  const { code, out } = await call('fit', burst, '--window-seconds', '300')
  expect(code).toBe(0)
  expect(out).toContain(`${seen} events in 5 min, power-law memory`)
  const answer = JSON.parse((await call('fit', burst, '--window-seconds', '300', '--json')).out)
  expect(answer).toMatchObject({ file: burst, windowSeconds: 300, observedEvents: seen, method: 'hawkes' })
  expect(answer.fit.isConverged).toBe(true)
  expect(answer.point).toBeGreaterThanOrEqual(seen)
})

test('fit names the exponential kernel', async () => {
  const { out } = await call('fit', burst, '--window-seconds', '300', '--kernel', 'exponential', '--json')
  expect(JSON.parse(out).fit).toMatchObject({ kernel: 'exponential', cutoffSeconds: null })
})

test('fit gives a reason instead of a point for fewer than ten events', async () => {
  const few = writeCascade('few.csv', ['0,10', '3,4', '70,6'])
  const answer = JSON.parse((await call('fit', few, '--window-seconds', '80', '--json')).out)
  expect(answer).toMatchObject({ method: 'none', reason: 'too-few-events', point: null, lowerBound: 3 })
})

test('fit takes --window, the old name of --window-seconds, and prints a note', async () => {
  const { code, out, stderrText } = await call('fit', burst, '--window', '300')
  expect({ code, stderrText }).toEqual({
    code: 0,
    stderrText: expect.stringContaining('--window is deprecated: use --window-seconds')
  })
  expect(out).toBe((await call('fit', burst, '--window-seconds', '300')).out)
  const refused = await call('fit', burst, '--window', '59')
  expect([refused.code, refused.stderrText]).toEqual([2, expect.stringContaining('from 60 to 604800')])
  expect((await call('fit', '--help')).out).not.toMatch(/--window /)
})

test('fit rejects a window out of bounds, a single post and a bad file with exit code 2', async () => {
  const lone = writeCascade('lone.csv', ['0,10'])
  const broken = writeCascade('broken.csv', ['0,10', '9,oops'])
  const refusals: readonly [readonly string[], RegExp][] = [
    [[burst, '--window-seconds', '59'], /from 60 to 604800/],
    [[burst, '--window-seconds', '604801'], /from 60 to 604800/],
    [[burst], /required option '--window-seconds/],
    [[lone, '--window-seconds', '600'], /lone.csv: a fit needs 2 events \(got 1 within 10 min\)/],
    [[broken, '--window-seconds', '600'], /broken.csv:3: column "magnitude": "oops" is not a number/],
    [[join(root, 'nowhere.csv'), '--window-seconds', '600'], /no such file/]
  ]
  for (const [words, reason] of refusals) {
    const { code, out, stderrText } = await call('fit', ...words)
    expect([code, out]).toEqual([2, ''])
    expect(stderrText).toMatch(reason)
  }
})

const example = '../shared/data/paper/example.csv'
if (!existsSync(example)) console.log(`skipped: the authors' worked example (${example} is not there)`)

test.skipIf(!existsSync(example))(
  "the authors' worked example is fitted at least as well as theirs",
  async () => {
    const answer = JSON.parse((await call('fit', example, '--window-seconds', '600', '--json')).out)
    expect(answer.observedEvents).toBe(43)
    expect(answer.fit.branchingFactor).toBeLessThan(1)
  }
)
