import { BaseSequencer, startVitest, type TestSpecification } from 'vitest/node'

// node test/mutants/sample/run-in-order.ts REPORT FILE...: runs these quick tests, one file after the other as they are
// given (vitest alone starts with the longest), and stops at the first failure.
const [report = '', ...files] = process.argv.slice(2)

class GivenOrder extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => files.findIndex(file => moduleId.endsWith(`/${file}`))
    return specifications.toSorted((a, b) => place(a) - place(b))
  }
}

const vitest = await startVitest('test', files, {
  run: true,
  project: ['quick'],
  maxWorkers: 1,
  bail: 1,
  testTimeout: 60_000,
  reporters: ['json'],
  outputFile: report,
  sequence: { sequencer: GivenOrder }
})
await vitest.close()
