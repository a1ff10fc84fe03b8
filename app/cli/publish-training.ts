import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Client, TrainingRun } from '../../client/client.ts'
import { Failure } from '../../ports/errors.ts'
import { sampleVersion } from '../../predictors/cascade-size/sample.ts'
import { collectSamples } from './collect-samples.ts'
import { openService, readConfigOf, type ServiceOptions } from './service.ts'
import { readTableAnswers, type TableOptions } from './table-options.ts'
import type { Terminal } from './terminal.ts'
import { withThreads } from './with-threads.ts'

interface PublishOptions extends ServiceOptions, TableOptions {
  readonly windows: readonly number[]
  readonly threads: number
  readonly override?: string
  readonly json?: true
}

/** Samples that travel together: about 2 kB each. */
const samplesAtOnce = 1_000
const lookMilliseconds = 250

/**
 * Hands the samples of a folder to the service and waits for the training it asks for. The files carry no times of day:
 * their cascades count as ended now. A folder of simulated cascades (simulation.json) is trained on by itself, and the
 * version marked so. Throws Failure as the service answers, and InputError for the folder.
 */
export async function publishTraining(
  folder: string,
  options: PublishOptions,
  terminal: Terminal
): Promise<void> {
  const { windows, threads: size, override } = options
  const answers = readTableAnswers(options)
  const config = readConfigOf(options)
  const samples = await withThreads(size, threads =>
    collectSamples(folder, windows, threads, terminal, { answers })
  )
  const isSimulated = existsSync(join(folder, 'simulation.json'))
  const provenance = isSimulated ? 'simulated' : 'real'
  // A name alone: a simulated and a real folder may be called the same.
  const name = `${isSimulated ? 'simulated/' : ''}${encodeURIComponent(basename(resolve(folder)))}`
  const endedAt = new Date().toISOString()
  const { client, close } = await openService(config, options, ['api', 'trainer'], terminal)
  try {
    for (let at = 0; at < samples.length; at += samplesAtOnce) {
      const items = samples.slice(at, at + samplesAtOnce).map(({ group, sample }) => ({
        subject: `${name}/${group}`,
        slice: String(sample.windowSeconds),
        endedAt,
        sample: { ...sample }
      }))
      await client.samples.put({ sampleVersion, provenance, items })
    }
    const reason = override ?? `train ${folder} --publish`
    const asked = { reason, override: override !== undefined, isSimulated, source: `index.csv of ${folder}` }
    const { id } = await client.training.start(asked)
    terminal.tell(`${samples.length} samples handed over, training ${id}`)
    const run = await waitForRun(client, id)
    await terminal.print(options.json ? JSON.stringify(run) : describeRun(run))
    if (run.state === 'failed') throw new Failure('internal', `the training failed: ${run.reason}`)
  } finally {
    await close()
  }
}

async function waitForRun({ training }: Client, id: string): Promise<TrainingRun> {
  for (;;) {
    const run = await training.get(id)
    if (run.state !== 'queued' && run.state !== 'running') return run
    await pause(lookMilliseconds)
  }
}

function describeRun({ state, version, reason }: TrainingRun): string {
  return `${version === null ? 'no version' : `version ${version}`} ${state}: ${reason}`
}
