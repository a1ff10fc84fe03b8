import { type RunResult, runBenches, runProgram, runVitest } from './run-parts.ts'

/** A run that is too long for CI. */
export interface ByHandRun {
  readonly name: string
  /** What it says something about: once these have changed much, it must be made again. */
  readonly folders: readonly string[]
  run(): RunResult
}

const program = ['adapters', 'api', 'app', 'collector', 'ports', 'source', 'stores', 'trainer', 'worker']
const measured = [
  'fit',
  'forest',
  'predict',
  'serve',
  'stream',
  'accept',
  'disk',
  'page',
  'start',
  'cost',
  'mix'
]

export const runs: readonly ByHandRun[] = [
  { name: 'kills', folders: program, run: () => runBenches(['kill']) },
  {
    name: 'requests',
    folders: ['api', 'contract', 'stores', 'ports'],
    run: () => runVitest('system', 'test/api/fuzz.system.test.ts', { REQUESTS_COUNT: '10000' })
  },
  {
    name: 'mutants',
    folders: ['stores', 'worker', 'trainer', 'collector', 'api/http', 'adapters/webhooks'],
    run: () => runProgram(['test/mutants/sample/main.ts'])
  },
  { name: 'soak', folders: program, run: () => runBenches(['soak']) },
  {
    name: 'large-data',
    folders: ['predictors', 'source', 'trainer', 'app/cli'],
    run: () => runBenches(['large-data'])
  },
  // A goal that a bench misses is printed and recorded, and is no failure: bench/RESULTS.md explains it.
  {
    name: 'benches',
    folders: [...program, 'predictors', 'client'],
    run: () => ({ ...runBenches(measured), hasPassed: true })
  }
]
