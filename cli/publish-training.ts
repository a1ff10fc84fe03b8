import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { predictor } from '../predictors/cascade-size/cascade-size.ts'
import { collectSamples } from './collect-samples.ts'
import { openService, readConfigOf, type ServiceOptions } from './service.ts'
import { submitSamples } from './submit-samples.ts'
import { readTableAnswers, type TableOptions } from './table-options.ts'
import type { Terminal } from './terminal.ts'
import { withThreads } from './with-threads.ts'

interface PublishOptions extends ServiceOptions, TableOptions {
  readonly windowSeconds: readonly number[]
  readonly threads: number
  readonly override?: string
  readonly json?: true
}

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
  const { windowSeconds: windows, threads: size, override } = options
  const answers = readTableAnswers(options)
  const config = readConfigOf(options)
  const samples = await withThreads(size, threads =>
    collectSamples(folder, windows, threads, terminal, { answers })
  )
  const isSimulated = existsSync(join(folder, 'simulation.json'))
  // A name alone: a simulated and a real folder may be called the same.
  const name = `${isSimulated ? 'simulated/' : ''}${encodeURIComponent(basename(resolve(folder)))}`
  const endedAt = new Date().toISOString()
  const items = samples.map(({ group, sample }) => ({
    subject: `${name}/${group}`,
    slice: String(sample.windowSeconds),
    endedAt,
    sample: { ...sample }
  }))
  const { client, close } = await openService(config, options, ['api', 'trainer'], terminal)
  try {
    const reason = `train ${folder} --publish`
    const source = `index.csv of ${folder}`
    const { name: whose, sampleVersion } = predictor
    const submitted = { predictor: whose, sampleVersion, items, isSimulated, reason, override, source }
    await submitSamples(client, submitted, options, terminal)
  } finally {
    await close()
  }
}
