import { basename, extname } from 'node:path'
import { type Command, Option } from 'commander'
import type { Forecast } from '../predictors/cascade-size/forecast.ts'
import { forecastObservations } from '../predictors/cascade-size/predict.ts'
import { UsageError } from './exit-codes.ts'
import { addWindowOption, wholeNumber } from './options.ts'
import { plotForecast } from './plot/plot-forecast.ts'
import type { ThemeName } from './plot/theme.ts'
import { readModel } from './read-model.ts'
import { cascadeFileHelp, cascadeNumberHelp, readObservation } from './read-observation.ts'
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
    description: 'age of the cascade at the forecast, in seconds: 60 to 604800'
  })
    .description(
      'Draws one cascade and its forecast: events by follower count, intensity, the forecast with its interval and, if the ' +
        'file has events after the window, the actual size.'
    )
    .argument('<file>', cascadeFileHelp)
    .requiredOption('--out <picture>', 'picture to write; its name ends in .svg or .png')
    .option('--model <file>', 'model file, as groundswell train writes it')
    .option('--cascade <n>', cascadeNumberHelp, wholeNumber(0))
    .addOption(
      new Option(
        '--theme <name>',
        'colours; auto follows the setting of the viewer (SVG only; default for SVG)'
      ).choices(['light', 'dark', 'auto'])
    )
    .option('--source <text>', 'origin of the cascade, printed below the title (default: the file)')
    .option('--json', 'print the forecast as JSON')
    .action((file: string, options: Options) => run(file, options, terminal))
}

async function run(file: string, options: Options, terminal: Terminal): Promise<void> {
  const { windowSeconds: window, out, cascade: number, json } = options
  const format = extname(out)
  if (format !== '.svg' && format !== '.png')
    throw new UsageError(`--out must end in .svg or .png (got ${out})`)
  const theme = options.theme ?? (format === '.svg' ? 'auto' : 'light')
  if (format === '.png' && theme === 'auto')
    throw new UsageError('--theme must be light or dark for a PNG (got auto)')
  const model = options.model === undefined ? null : (await readModel(options.model)).model
  const { cascade, observation } = await readObservation(file, window, options, terminal)
  const [result] = forecastObservations(model, [observation], { isCanceled: false })
  if (!result!.ok) throw new Error(`the predictor refused a valid cascade: ${result!.reason}`)
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
