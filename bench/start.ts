import { smallCascade } from '../test/harness/cascades.ts'
import { residentMegabytes, type Started, startProgram } from '../test/harness/start.ts'
import { type Bench, type BenchResult, judge } from './result.ts'

const ROUNDS = 7
const THREADS = 2
/** Enough to have had work on both threads many times over. */
const WARM_JOBS = 200

interface Round {
  readonly firstAnswerSeconds: number
  readonly megabytes: number
  readonly warmMegabytes: number
}

/** Measures the time from the command to the first answer, and the memory before the first job and with warm threads. Medians. */
export const run: Bench = async ({ log }) => {
  const rounds: Round[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const measured = await measureOnce()
    log(`round ${round + 1}: ${JSON.stringify(measured)}`)
    rounds.push(measured)
  }
  const result = (name: keyof Round, unit: string, goal: string): BenchResult =>
    judge({ name: `start.embedded.${name}`, value: median(rounds.map(each => each[name])), unit }, goal)
  return [
    result('firstAnswerSeconds', 's', '<= 1'),
    result('megabytes', 'MB', '<= 150'),
    result('warmMegabytes', 'MB', '<= 220')
  ]
}

async function measureOnce(): Promise<Round> {
  const startedAt = performance.now()
  const program = await startProgram({
    settings: { GROUNDSWELL_WORKER_THREADS: String(THREADS), LOG_LEVEL: 'info' }
  })
  try {
    const { status } = await program.get('/health/live')
    if (status !== 200) throw new Error(`the first answer was ${status}`)
    const firstAnswerSeconds = (performance.now() - startedAt) / 1_000
    const megabytes = residentMegabytes(program.pid())
    await warm(program)
    return { firstAnswerSeconds, megabytes, warmMegabytes: residentMegabytes(program.pid()) }
  } finally {
    await program.stop()
  }
}

async function warm(program: Started): Promise<void> {
  const submitters = Array.from({ length: 4 }, async () => {
    for (let job = 0; job < WARM_JOBS / 4; job++) {
      const { status } = await program.post('/cascades', smallCascade(), { prefer: 'wait=30' })
      if (status !== 200) throw new Error(`a job was answered with ${status}`)
    }
  })
  await Promise.all(submitters)
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.floor(sorted.length / 2)]!
}
