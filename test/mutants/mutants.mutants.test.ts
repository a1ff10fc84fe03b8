import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyTree } from './copy-tree.ts'
import { mutants } from './list.ts'
import { mutate } from './mutate.ts'
import { type Outcome, runTests } from './run-tests.ts'

const TEST_TIMEOUT_MS = 90_000
const BASELINE_TIMEOUT_MS = 110_000

// As many as the project runs at a time (vitest.config.ts).
const copies = [copyTree(), copyTree()]
const free = copies.map(({ tree }) => tree)
let unmutated: readonly Outcome[]

beforeAll(async () => {
  const tests = mutants.map(each => each.test)
  unmutated = await runTests(free[0]!, tests, BASELINE_TIMEOUT_MS)
})

afterAll(() => {
  for (const { folder } of copies) rmSync(folder, { recursive: true, force: true })
})

test.concurrent.each(mutants.map((mutant, index) => ({ ...mutant, index })))(
  'is noticed: $name',
  async mutant => {
    expect(unmutated[mutant.index], 'the test without the mutant').toBe('passed')
    const tree = free.pop()!
    try {
      const undo = mutate(tree, mutant)
      const [outcome] = await runTests(tree, [mutant.test], TEST_TIMEOUT_MS).finally(undo)
      expect(outcome, `${mutant.test.file}: ${mutant.test.name}`).toBe('failed')
    } finally {
      free.push(tree)
    }
  }
)
