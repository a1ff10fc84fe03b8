import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MODULE } from './blocks.ts'
import type { Candidate } from './candidates.ts'
import type { TestCoverage } from './coverage.ts'
import { hash } from './hash.ts'
import { runTests } from './run-tests.ts'

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
/** A mutant that never ends is noticed after the time of so many. */
const FILES_AT_ONCE = 5

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

  /** A busy machine takes longer. */
  const timeoutOf = (tests: readonly string[]) =>
    60_000 + 8 * tests.reduce((sum, test) => sum + (durations.get(test) ?? 0), 0)

  /** One that fails without a mutant judges none. */
  async function isSound(test: string): Promise<boolean> {
    const known = sound.get(test) ?? (await runTests(tree, [test], timeoutOf([test]))) === 'passed'
    sound.set(test, known)
    return known
  }

  /** The first that fails beside others and alone: one that fails by chance judges nothing. */
  async function findKiller(tests: readonly string[]): Promise<Pick<Verdict, 'outcome' | 'tests'>> {
    let remaining = tests
    while (remaining.length > 0) {
      const chosen = remaining.slice(0, FILES_AT_ONCE)
      const result = await runTests(tree, chosen, timeoutOf(chosen))
      if (result === 'timed out') return { outcome: 'timed out', tests: chosen }
      if (result === 'passed') {
        remaining = remaining.slice(FILES_AT_ONCE)
        continue
      }
      const suspect = result.failed ?? chosen[0]!
      if ((await runTests(tree, [suspect], timeoutOf([suspect]))) !== 'passed')
        return { outcome: 'killed', tests: [suspect] }
      remaining = remaining.filter(test => test !== suspect)
    }
    return { outcome: 'survived', tests }
  }

  return {
    isValid(mutant: Candidate, { outcome, tests, basis }: Verdict): boolean {
      if (!tests.every(test => durations.has(test)) || basis !== basisOf(mutant, tests)) return false
      return outcome !== 'survived' || findTests(mutant).every(test => tests.includes(test))
    },

    async tryMutant(mutant: Candidate, last: Verdict | undefined): Promise<Verdict> {
      const path = join(tree, mutant.file)
      const text = read(mutant.file)
      const known = last?.outcome === 'killed' ? last.tests.filter(test => durations.has(test)) : []
      let tests = [...new Set([...known, ...findTests(mutant)])].filter(test => sound.get(test) !== false)
      for (;;) {
        writeFileSync(path, text.slice(0, mutant.start) + mutant.after + text.slice(mutant.end))
        const found = await findKiller(tests)
        writeFileSync(path, text)
        const [killer = ''] = found.tests
        if (found.outcome !== 'killed' || (await isSound(killer)))
          return { ...found, basis: basisOf(mutant, found.tests) }
        tests = tests.filter(test => test !== killer)
      }
    }
  }
}
