import { type Command, Option } from 'commander'
import { Random } from '../learners/random.ts'
import type { Cascade } from '../predictors/cascade-size/cascade.ts'
import { type CascadePopulation, drawCascade } from '../predictors/cascade-size/draw-cascade.ts'
import { type Kernel, kernels } from '../predictors/cascade-size/kernel.ts'
import { defaultPopulation } from '../predictors/cascade-size/population.ts'
import type { Process } from '../predictors/cascade-size/process.ts'
import { UsageError } from './exit-codes.ts'
import { followerLaw, type NamedFollowerLaw } from './follower-law-option.ts'
import { numberWithin, range, wholeNumber } from './options.ts'
import type { Terminal } from './terminal.ts'
import { writeCascadeFolder } from './write-cascade-folder.ts'

interface Options {
  readonly cascades: number
  readonly seed: number
  readonly out: string
  readonly kernel: Kernel['name']
  readonly branchingFactor: Range
  readonly followerExponent: Range
  readonly cutoff: Range
  readonly decay: Range
  readonly followers: NamedFollowerLaw
  readonly postFollowers: NamedFollowerLaw
  readonly horizon: number
  readonly maximumEvents: number
  readonly minimumEvents: number
  readonly json?: true
}

export function describe(command: Command, terminal: Terminal): void {
  command
    .description(
      'Generates cascades of marked Hawkes processes: a folder with index.csv and data.csv (times in milliseconds, whole ' +
        'follower counts), processes.csv (the true parameters of each cascade) and simulation.json (the options). ' +
        'The parameters of each cascade are drawn from the ranges. The same seed and options give the same folder.'
    )
    .requiredOption('--cascades <n>', 'number of cascades', wholeNumber(1, 10_000_000))
    .requiredOption('--seed <n>', 'seed of the random numbers', wholeNumber(0))
    .requiredOption('--out <dir>', 'new or empty folder to write')
    .addOption(
      new Option('--kernel <name>', 'memory kernel').choices(Object.keys(kernels)).default('power-law')
    )
    .addOption(
      rangeOption(
        '--branching-factor <low:high>',
        'n*, uniform in the range',
        [0, 10],
        ranges.branchingFactor
      )
    )
    .addOption(
      rangeOption(
        '--follower-exponent <low:high>',
        'beta, uniform in the range',
        [0, 1.015],
        ranges.followerExponent
      )
    )
    .addOption(
      rangeOption(
        '--cutoff <low:high>',
        'c in seconds, log-uniform in the range',
        [1e-3, 1e7],
        ranges.cutoffSeconds
      )
    )
    .addOption(
      rangeOption(
        '--decay <low:high>',
        'theta, or the rate in 1/s, log-uniform in the range',
        [1e-9, 100],
        ranges.decay
      )
    )
    .addOption(followerOption('--followers <law>', 'accounts that reshare', 'power-law:1e8'))
    .addOption(followerOption('--post-followers <law>', 'authors of posts', 'lognormal:30000:2'))
    .option(
      '--horizon <seconds>',
      'leave out events after this age of the cascade, in seconds',
      numberWithin(1, 1e12),
      defaultPopulation.horizonSeconds
    )
    .option(
      '--maximum-events <n>',
      'end a cascade at this number of events',
      wholeNumber(1, 10_000_000),
      defaultPopulation.maximumEvents
    )
    .option('--minimum-events <n>', 'draw a smaller cascade again', wholeNumber(1), 1)
    .option('--json', 'print the summary as JSON')
    .action((options: Options) => run(options, terminal))
}

const { ranges } = defaultPopulation

type Range = readonly [low: number, high: number]

function rangeOption(flags: string, text: string, [lowest, highest]: Range, preset: Range): Option {
  return new Option(flags, text).argParser(range(lowest, highest)).default(preset, preset.join(':'))
}

function followerOption(flags: string, whose: string, preset: string): Option {
  return new Option(flags, `follower counts of ${whose}: power-law:MAXIMUM or lognormal:MEDIAN:DEVIATION`)
    .argParser(followerLaw)
    .default(followerLaw(preset), preset)
}

async function run(options: Options, terminal: Terminal): Promise<void> {
  if (options.minimumEvents > options.maximumEvents)
    throw new UsageError('--minimum-events must not exceed --maximum-events')
  const totals = await simulateFolder(options, terminal)
  const { out, cascades } = options
  await terminal.print(
    options.json
      ? JSON.stringify({ out, cascades, ...totals, ...describeSimulation(options) })
      : `${cascades} cascades of ${totals.events} events in ${out} (largest ${totals.largest}, ${totals.cut} cut at ${options.maximumEvents})`
  )
}

/** Writes the folder that `options.out` names. */
async function simulateFolder(options: Options, terminal: Terminal) {
  const population = describePopulation(options)
  const processes: Process[] = []
  const totals = { events: 0, largest: 0, cut: 0 }
  using progress = terminal.startProgress('simulating', options.cascades)
  async function* drawAll(): AsyncGenerator<Cascade> {
    const root = new Random(options.seed)
    for (let i = 0; i < options.cascades; i++) {
      const { cascade, isCut, process } = drawOne(population, root.split(i))
      processes.push(process)
      totals.events += cascade.times.length
      totals.largest = Math.max(totals.largest, cascade.times.length)
      totals.cut += Number(isCut)
      progress.advance()
      yield cascade
    }
  }
  await writeCascadeFolder(options.out, drawAll(), () => ({
    'processes.csv': formatProcesses(processes),
    'simulation.json': `${JSON.stringify(describeSimulation(options), null, 2)}\n`
  }))
  return totals
}

function drawOne(population: CascadePopulation, random: Random) {
  try {
    return drawCascade(population, random)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new UsageError(`${error.message}: widen the ranges or lower --minimum-events`, { cause: error })
  }
}

function describePopulation(options: Options): CascadePopulation {
  return {
    ranges: {
      kernel: options.kernel,
      branchingFactor: options.branchingFactor,
      followerExponent: options.followerExponent,
      cutoffSeconds: options.cutoff,
      decay: options.decay
    },
    followers: options.followers,
    postFollowers: options.postFollowers,
    horizonSeconds: options.horizon,
    maximumEvents: options.maximumEvents,
    minimumEvents: options.minimumEvents
  }
}

function describeSimulation(options: Options) {
  const { seed, followers, postFollowers } = options
  const laws = { followers: followers.text, postFollowers: postFollowers.text }
  return { simulated: true, seed, ...describePopulation(options), ...laws }
}

function formatProcesses(processes: readonly Process[]): string {
  const rows = processes.map(
    ({ kernel, kappa, followerExponent, cutoffSeconds, decay }) =>
      `${kernel},${kappa},${followerExponent},${cutoffSeconds ?? ''},${decay}\n`
  )
  return `kernel,kappa,follower_exponent,cutoff_s,decay\n${rows.join('')}`
}
