import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MODULE } from './blocks.ts'
import type { Candidate } from './candidates.ts'
import type { TestCoverage } from './coverage.ts'
import { hash } from './hash.ts'
import { buildTestRunner, type TestsRequest, type TestsResult } from './run-tests.ts'

export interface Verdict {
  readonly outcome: 'killed' | 'timed out' | 'survived'
  /** The test files that decided: the one that failed, or all that passed. */
  readonly tests: readonly string[]
  /** Of the texts of the mutated file and of these tests: a verdict is valid as long as they are the same. */
  readonly basis: string
}

/** What one mutant may cost, by the durations without it. */
const MAX_TEST_FILES = 25
const MAX_TESTS_MS = 40_000
/** A test, and a condition that it waits for, may take this, or this many times as long as the file without the mutant. */
const MIN_WAIT_MS = 10_000
const MAX_SLOWDOWN = 5
/** A mutant that never ends is noticed after the time of so many. */
const FILES_AT_ONCE = 4
/** To start the tests, beside them. */
const START_MS = 10_000
/** What did not end in time is tried again with this many times the limits. Only then has the mutant been noticed. */
const LARGER = 2

/** Tries mutants in one copy of the checkout. */
export function buildTrial(tree: string, coverage: readonly TestCoverage[]) {
  const read = (file: string) => readFileSync(join(tree, file), 'utf8')
  const durations = new Map(coverage.map(({ test, ms }) => [test, ms]))
  const sound = new Map<string, boolean>()
  const basisOf = ({ file }: Candidate, tests: readonly string[]) =>
    hash(read(file), ...tests.toSorted().flatMap(test => [test, read(test)]))

  /** The test files that run its code: those that import it first, then those of its folder, then the fastest. */
  function findTests({ file, block }: Candidate): readonly string[] {
    const folder = `test/${file.split('/')[0]}/`
    const rankOf = (test: string) => (read(test).includes(`/${file}'`) ? 0 : test.startsWith(folder) ? 1 : 2)
    const name = `${file}:${block}`
    const isOther = (each: string) => each.startsWith(`${file}:`) && each !== `${file}:${MODULE}`
    const exact = coverage.filter(({ blocks }) => blocks.includes(name))
    // What the module computes is noticed by those that call its functions; so may be a block that is new.
    const others = coverage.filter(({ blocks }) => blocks.some(isOther))
    const entering = (block === MODULE || exact.length === 0) && others.length > 0 ? others : exact
    let totalMs = 0
    return entering
      .map(({ test, ms }) => ({ test, ms, rank: rankOf(test) }))
      .toSorted((a, b) => a.rank - b.rank || a.ms - b.ms)
      .slice(0, MAX_TEST_FILES)
      .filter(({ ms }, index) => {
        totalMs += ms
        return index === 0 || totalMs <= MAX_TESTS_MS
      })
      .map(({ test }) => test)
  }

  const runner = buildTestRunner(tree)
  let changed: readonly string[] = []

  function write({ file }: Candidate, text: string): void {
    writeFileSync(join(tree, file), text)
    changed = [...changed, file]
  }

  /** A busy machine takes longer than the durations say, so the limits are generous. */
  async function runTests(
    tests: readonly string[],
    testId: TestsRequest['testId'],
    factor = 1
  ): Promise<TestsResult> {
    const ownMs = tests.map(test => durations.get(test) ?? 0)
    const waitMs = factor * Math.max(MIN_WAIT_MS, MAX_SLOWDOWN * Math.max(...ownMs))
    const limitMs = factor * START_MS + waitMs + factor * MAX_SLOWDOWN * ownMs.reduce((sum, ms) => sum + ms)
    const request = { changed, tests, testId, waitMs }
    changed = []
    return runner.run(request, limitMs)
  }

  /** One that fails without a mutant judges none. */
  async function isSound(test: string): Promise<boolean> {
    const known = sound.get(test) ?? (await runTests([test], null, LARGER)) === 'passed'
    sound.set(test, known)
    return known
  }

  /** The first test that fails beside others and alone: one that fails by chance judges nothing. */
  async function findKiller(tests: readonly string[]): Promise<Pick<Verdict, 'outcome' | 'tests'>> {
    const survived = { outcome: 'survived', tests } as const
    let remaining = tests
    while (remaining.length > 0) {
      // The first notices most mutants, and an endless one soonest alone.
      const chosen = remaining.slice(0, remaining === tests ? 1 : FILES_AT_ONCE)
      const result = await runTests(chosen, null)
      if (result === 'passed') {
        remaining = remaining.slice(chosen.length)
        continue
      }
      const { failed, testId, isTimeout } = result
      if (failed === null && chosen.length > 1) {
        const found = await findKillerAlone(chosen)
        if (found.outcome !== 'survived') return found
        remaining = remaining.slice(chosen.length)
        continue
      }
      const suspect = failed ?? chosen[0]!
      const again = await runTests([suspect], testId, isTimeout ? LARGER : 1)
      if (again !== 'passed' && (isTimeout || !again.isTimeout))
        return { outcome: again.isTimeout ? 'timed out' : 'killed', tests: [suspect] }
      remaining = remaining.filter(test => test !== suspect)
    }
    return survived
  }

  async function findKillerAlone(tests: readonly string[]): Promise<Pick<Verdict, 'outcome' | 'tests'>> {
    for (const test of tests) {
      const found = await findKiller([test])
      if (found.outcome !== 'survived') return found
    }
    return { outcome: 'survived', tests }
  }

  return {
    isValid(mutant: Candidate, { outcome, tests, basis }: Verdict): boolean {
      if (!tests.every(test => durations.has(test)) || basis !== basisOf(mutant, tests)) return false
      return outcome !== 'survived' || findTests(mutant).every(test => tests.includes(test))
    },

    async tryMutant(mutant: Candidate, last: Verdict | undefined): Promise<Verdict> {
      const text = read(mutant.file)
      const known = last?.outcome === 'killed' ? last.tests.filter(test => durations.has(test)) : []
      let tests = [...new Set([...known, ...findTests(mutant)])].filter(test => sound.get(test) !== false)
      for (;;) {
        write(mutant, text.slice(0, mutant.start) + mutant.after + text.slice(mutant.end))
        const found = await findKiller(tests)
        write(mutant, text)
        const [killer = ''] = found.tests
        if (found.outcome !== 'killed' || (await isSound(killer)))
          return { ...found, basis: basisOf(mutant, found.tests) }
        tests = tests.filter(test => test !== killer)
      }
    },

    close: runner.stop
  }
}
