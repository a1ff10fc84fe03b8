import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { predictor } from '../predictors/cascade-size/cascade-size.ts'
import { collectSamples } from './collect-samples.ts'
import { openTrainingService, readConfigOf, type ServiceOptions } from './service.ts'
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
 * Sends the samples of a folder to the service, starts a training and waits for it. The files have no absolute times:
 * their cascades count as ended now. If the folder is simulated (simulation.json), the training uses only simulated
 * samples and marks the version. Throws GroundswellError, and InputError for the folder.
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
  // The prefix tells a simulated folder from a real folder of the same name.
  const name = `${isSimulated ? 'simulated/' : ''}${encodeURIComponent(basename(resolve(folder)))}`
  const endedAt = new Date().toISOString()
  const items = samples.map(({ group, sample }) => ({
    subject: `${name}/${group}`,
    slice: String(sample.windowSeconds),
    endedAt,
    sample: { ...sample }
  }))
  const { client, close } = await openTrainingService(config, options, terminal)
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
