import type { Command } from 'commander'
import {
  checkCascadeFolder,
  type NumberedCascade,
  readCascadeFolder
} from '../cascades/source/read-cascade-folder.ts'
import { batch, runAhead } from '../client/library/run-ahead.ts'
import type { TableAnswers } from '../files/table/answers.ts'
import type { Threads } from '../ports/threads.ts'
import { type Observation, observe } from '../predictors/cascade-size/cascade.ts'
import type { Forecast } from '../predictors/cascade-size/forecast.ts'
import type { Result } from '../predictors/predictor.ts'
import { addWindowOption } from './options.ts'
import { readModel } from './read-model.ts'
import { checkObserved } from './read-observation.ts'
import { addTableOptions, printNotes, readTableAnswers, type TableOptions } from './table-options.ts'
import type { Terminal } from './terminal.ts'
import { type ForecastTask, moduleUrl } from './thread-tasks.ts'
import { addThreadsOption, withThreads } from './with-threads.ts'

interface Options extends TableOptions {
  readonly windowSeconds: number
  readonly model?: string
  readonly threads: number
}

export function describe(command: Command, terminal: Terminal): void {
  addWindowOption(addTableOptions(command), terminal, {
    isMandatory: true,
    description: 'age of the cascades at the forecast, in seconds: 60 to 604800'
  })
    .description(
      'Forecasts the final size of every cascade of a folder from its events within the window. Prints one line of JSON for ' +
        'each cascade, in the order of the data: cascade (its row in index.csv, from 0), median, interval, quantiles, ' +
        'areOptimal, method, reason, fit, reasons, similar. Without a model the forecast is that of the formula alone, if the ' +
        'fit allows it.'
    )
    .argument(
      '<dir>',
      'folder with index.csv and data.csv (or data.csv.gz), or a table with a column of cascades'
    )
    .option('--cascade-column <heading>', 'column that names the cascade of a row')
    .option('--model <file>', 'model file, as groundswell train writes it')
    .option('--json', 'has no effect: the output is always JSON')
    .action((folder: string, options: Options) => run(folder, options, terminal))
  addThreadsOption(command)
}

async function run(folder: string, options: Options, terminal: Terminal): Promise<void> {
  const answers = readTableAnswers(options)
  const model = options.model === undefined ? null : await readModel(options.model)
  // The whole folder is read first, so that a fault at its end is reported before the first line is printed.
  const { cascades, notes } = await checkCascadeFolder(folder, answers)
  printNotes(terminal, folder, notes)
  using progress = terminal.startProgress('forecasting', cascades)
  await withThreads(options.threads, async threads => {
    const shared = model && toShared(model.bytes)
    for await (const line of forecastFolder(folder, options.windowSeconds, answers, shared, threads)) {
      await terminal.print(line)
      progress.advance()
    }
  })
}

async function* forecastFolder(
  folder: string,
  window: number,
  answers: TableAnswers,
  model: SharedArrayBuffer | null,
  threads: Threads
): AsyncGenerator<string> {
  async function forecastCascades(cascades: readonly NumberedCascade[]): Promise<string[]> {
    const observations = cascades.map(({ cascade }) => copy(checkObserved(observe(cascade, window), folder)))
    const payload: ForecastTask = { model, observations }
    const task = { module: moduleUrl, name: 'forecastBatch', payload }
    const results = await threads.run<ForecastTask, Result<Forecast>[]>(task)
    return results.map((result, i) => formatLine(cascades[i]!.number, result))
  }
  const batches = batch(readCascadeFolder(folder, answers), 32, 20_000, ({ cascade }) => cascade.times.length)
  for await (const lines of runAhead(batches, 2 * threads.size, forecastCascades)) yield* lines
}

// Copies the events within the window: a view would send the whole cascade to the thread.
function copy({ times, magnitudes, ...rest }: Observation): Observation {
  return { times: times.slice(), magnitudes: magnitudes.slice(), ...rest }
}

function toShared(bytes: Uint8Array): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(bytes.length)
  new Uint8Array(shared).set(bytes)
  return shared
}

function formatLine(cascade: number, result: Result<Forecast>): string {
  if (!result.ok) throw new Error(`the predictor refused the valid cascade ${cascade}: ${result.reason}`)
  return JSON.stringify({ cascade, ...result.output })
}
