import { BaseSequencer, createVitest, type TestModule, type TestSpecification } from 'vitest/node'
import type { TestsRequest, TestsResult } from './run-tests.ts'

// node test/mutants/sample/test-host.ts: runs quick tests of the tree that it is started in, as its parent requests. It
// keeps what it has transformed, so that a request costs little more than its tests.
let order: readonly string[] = []

/** One file after the other as they are given: vitest alone starts with the longest. */
class GivenOrder extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => order.findIndex(file => moduleId.endsWith(`/${file}`))
    return specifications.toSorted((a, b) => place(a) - place(b))
  }
}

const vitest = await createVitest('test', {
  watch: false,
  project: ['quick'],
  maxWorkers: 1,
  bail: 1,
  reporters: [{}],
  sequence: { sequencer: GivenOrder }
})
await vitest.standalone()

async function runTests({ changed, tests, testId, waitMs }: TestsRequest): Promise<TestsResult> {
  order = tests
  for (const file of changed) vitest.invalidateFile(`${process.cwd()}/${file}`)
  // Of test/harness/until.ts, in the process of the tests.
  process.env.TEST_WAIT_MS = String(waitMs)
  const specifications = vitest.projects.flatMap(project => {
    project.config.testTimeout = waitMs
    project.config.hookTimeout = waitMs
    project.config.expect.poll = { ...project.config.expect.poll, timeout: waitMs }
    const options = testId === null ? undefined : { testIds: [testId] }
    return tests.map(test => project.createSpecification(`${process.cwd()}/${test}`, options))
  })
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications)
  // Vitest also returns modules of earlier requests. Those after the first failure have not run.
  const failed = tests
    .map(test => testModules.find(({ relativeModuleId }) => relativeModuleId === test))
    .find(module => module?.state() === 'failed')
  if (failed) return describeFailure(failed, waitMs)
  return unhandledErrors.length > 0 ? { failed: null, testId: null, isTimeout: false } : 'passed'
}

function describeFailure(module: TestModule, waitMs: number): TestsResult {
  const [test] = module.children.allTests('failed')
  // A condition that is not met within the limit fails with the reason of its last check: only its time shows it.
  const ms = test?.diagnostic()?.duration ?? module.diagnostic().duration
  return { failed: module.relativeModuleId, testId: test?.id ?? null, isTimeout: ms >= waitMs }
}

process.on('message', (request: TestsRequest) => {
  void runTests(request).then(result => process.send?.(result))
})
process.send?.('ready')
