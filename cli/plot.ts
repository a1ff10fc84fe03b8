import { basename, extname } from 'node:path'
import { type Command, Option } from 'commander'
import type { Forecast } from '../predictors/cascade-size/forecast.ts'
import { forecastObservations } from '../predictors/cascade-size/predict.ts'
import { UsageError } from './exit-codes.ts'
import { addWindowOption, wholeNumber } from './options.ts'
import { plotForecast } from './plot/plot-forecast.ts'
import type { ThemeName } from './plot/theme.ts'
import { readModel } from './read-model.ts'
import { readObservation } from './read-observation.ts'
import { addTableOptions, type TableOptions } from './table-options.ts'
import type { Terminal } from './terminal.ts'
import { writeWholeFile } from './write-whole-file.ts'

interface Options extends TableOptions {
  readonly windowSeconds: number
  readonly model?: string
  readonly out: string
  readonly cascade?: number
  readonly theme?: ThemeName
  readonly source?: string
  readonly json?: true
}

export function describe(command: Command, terminal: Terminal): void {
  addWindowOption(addTableOptions(command), terminal, {
    isMandatory: true,
    description: 'what was known at this age: 60 to 604800'
  })
    .description(
      'Draws one cascade and its forecast: events by followers, intensity, the forecast with its interval, and the ' +
        'truth where the file goes beyond the window. FILE: a table with a column of times and one of followers, or JSON, also as .gz (docs/how-to/files.md).'
    )
    .argument('<file>', 'one cascade')
    .requiredOption('--out <picture>', 'a file that ends in .svg or .png')
    .option('--model <file>', 'a model version, as train writes it')
    .option('--cascade <n>', 'FILE is a folder: take its cascade n, from 0', wholeNumber(0))
    .addOption(
      new Option('--theme <name>', 'colours; auto follows the reader (SVG only, and its default)').choices([
        'light',
        'dark',
        'auto'
      ])
    )
    .option('--source <words>', 'where the cascade comes from, below the title (default: the file)')
    .option('--json', 'print the forecast as JSON')
    .action((file: string, options: Options) => run(file, options, terminal))
}

async function run(file: string, options: Options, terminal: Terminal): Promise<void> {
  const { windowSeconds: window, out, cascade: number, json } = options
  const format = extname(out)
  if (format !== '.svg' && format !== '.png') throw new UsageError(`--out ${out}: name a .svg or a .png`)
  const theme = options.theme ?? (format === '.svg' ? 'auto' : 'light')
  if (format === '.png' && theme === 'auto') throw new UsageError('--theme auto: a PNG is light or dark')
  const model = options.model === undefined ? null : (await readModel(options.model)).model
  const { cascade, observation } = await readObservation(file, window, options, terminal)
  const [result] = forecastObservations(model, [observation], { isCanceled: false })
  if (!result!.ok) throw new Error(`the cascade was read, yet refused: ${result!.reason}`)
  const forecast: Forecast = result!.output
  const source = number === undefined ? basename(file) : `${basename(file)}, cascade ${number}`
  const svg = plotForecast({ cascade, forecast, theme, source: options.source ?? source })
  await writeWholeFile(out, format === '.svg' ? svg : await toPng(svg))
  await terminal.print(json ? JSON.stringify({ out, ...forecast }) : out)
}

async function toPng(svg: string): Promise<Uint8Array> {
  const { renderPng } = await import('./plot/render-png.ts')
  return renderPng(svg)
}
