import { type Command, Option } from 'commander'
import { InputError } from '../cascades/source/input-error.ts'
import { fit as fitProcess } from '../predictors/cascade-size/fit.ts'
import type { FittedParameters, Forecast } from '../predictors/cascade-size/forecast.ts'
import { type Kernel, kernels } from '../predictors/cascade-size/kernel.ts'
import { forecastWithoutModel } from '../predictors/cascade-size/popularity.ts'
import type { Priors } from '../predictors/cascade-size/priors.ts'
import { roundSizes } from '../predictors/cascade-size/round-sizes.ts'
import { formatDuration, formatNumber } from './format.ts'
import { addWindowOption, wholeNumber } from './options.ts'
import { readModel } from './read-model.ts'
import { cascadeFileHelp, cascadeNumberHelp, readObservation } from './read-observation.ts'
import { addTableOptions, type TableOptions } from './table-options.ts'
import type { Terminal } from './terminal.ts'

interface Options extends TableOptions {
  readonly windowSeconds: number
  readonly kernel: Kernel['name']
  readonly model?: string
  readonly cascade?: number
  readonly json?: true
}

export function describe(command: Command, terminal: Terminal): void {
  addWindowOption(addTableOptions(command), terminal, {
    isMandatory: true,
    description: 'age of the cascade at the forecast, in seconds: 60 to 604800'
  })
    .description(
      'Fits a marked Hawkes process to the events of one cascade within the window (maximum likelihood or, with a model, ' +
        'maximum a posteriori), and prints its parameters and the final size by the formula alone.'
    )
    .argument('<file>', cascadeFileHelp)
    .option('--cascade <n>', cascadeNumberHelp, wholeNumber(0))
    .addOption(
      new Option('--kernel <name>', 'memory kernel').choices(Object.keys(kernels)).default('power-law')
    )
    .addOption(
      new Option('--model <file>', 'model file whose priors the fit uses (maximum a posteriori)').conflicts(
        'kernel'
      )
    )
    .option('--json', 'print the forecast with its fit as JSON')
    .action((file: string, options: Options) => run(file, options, terminal))
}

async function run(file: string, options: Options, terminal: Terminal): Promise<void> {
  const { windowSeconds: window, kernel, json } = options
  const priors = options.model === undefined ? null : await readPriors(options.model)
  const { observation } = await readObservation(file, window, options, terminal)
  const events = observation.times.length
  if (events < 2)
    throw new InputError(file, null, `a fit needs 2 events (got ${events} within ${formatDuration(window)})`)
  const fitted = fitProcess(observation, { kernel: priors?.kernel ?? kernel, priors })
  const forecast = roundSizes(forecastWithoutModel(observation, fitted))
  await terminal.print(json ? JSON.stringify({ file, ...forecast }) : formatFit(file, forecast, fitted))
}

async function readPriors(file: string): Promise<Priors> {
  const { priors } = (await readModel(file)).model
  if (priors === null)
    throw new InputError(file, null, 'the model has no priors: it was trained on too few cascades')
  return priors
}

function formatFit(file: string, forecast: Forecast, fitted: FittedParameters): string {
  const rows: readonly [string, string][] = [
    ['branching factor n*', formatNumber(fitted.branchingFactor)],
    ['follower exponent beta', formatNumber(fitted.followerExponent)],
    ...(fitted.cutoffSeconds === null
      ? []
      : [['cutoff c', `${formatNumber(fitted.cutoffSeconds)} s`] satisfies [string, string]]),
    fitted.kernel === 'exponential'
      ? ['rate', `${formatNumber(fitted.decay)} / s`]
      : ['decay theta', formatNumber(fitted.decay)],
    ['kappa', formatNumber(fitted.kappa)],
    ['direct offspring to come A1', formatNumber(fitted.directOffspring)],
    ['negative log-likelihood', formatNumber(fitted.negLogLikelihood, 7)],
    [
      'converged',
      `${fitted.isConverged ? 'yes' : 'no'}, ${fitted.iterations} steps from ${fitted.starts} starts`
    ],
    ['bounds hit', fitted.boundsHit.join(', ') || 'none'],
    ['final size by the formula', describeSize(forecast)]
  ]
  const head = `${file}: ${forecast.observedEvents} events in ${formatDuration(forecast.windowSeconds)}, ${fitted.kernel} memory`
  return [head, ...rows.map(([name, value]) => `  ${name.padEnd(28)} ${value}`)].join('\n')
}

function describeSize({ areOptimal, reason, lowerBound }: Forecast): string {
  return areOptimal === null ? `none (${reason}); at least ${lowerBound}` : formatNumber(areOptimal)
}
