import { type Command, InvalidArgumentError, Option } from 'commander'
import { checkCascadeFolder } from '../cascades/source/read-cascade-folder.ts'
import { UsageError } from './exit-codes.ts'
import { numberWithin, wholeNumber } from './options.ts'
import { formatFileReplay, replayFile } from './replay-file.ts'
import { buildReplayRequest, findUnfinishedReplay, type ReplayOptions } from './replay-request.ts'
import { formatReplay, summarizeReplay } from './replay-summary.ts'
import { openService, readConfigOf } from './service.ts'
import { waitForSignal } from './signals.ts'
import type { Terminal } from './terminal.ts'
import { watchReplay } from './watch-replay.ts'

const replayServices = ['api', 'worker', 'trainer', 'collector', 'source']
const YEAR = 365 * 86_400

export function describe(command: Command, terminal: Terminal): void {
  command
    .description(
      'Replays finished cascades onto the stream and waits until all forecasts, outcomes and trainings have ended. The ' +
        'service on the data folder runs the replay; if no service runs, this process starts one. If the command is ' +
        'killed, the same command continues the replay. The files have no start times: they are drawn with the seed.'
    )
    .argument('[dir]', 'folder with index.csv and data.csv (or data.csv.gz)')
    .option('--speed <n>', 'seconds of event time in one second, or max', speed, 60)
    .addOption(
      new Option('--order <name>', 'time: cascades overlap in time; random: one random cascade after another')
        .choices(['time', 'random'])
        .default('time')
    )
    .option(
      '--pause <law>',
      'with --order random: pause between cascades, as normal:MEAN,DEVIATION in seconds',
      pause,
      pause('normal:60,20')
    )
    .option(
      '--start-gap <seconds>',
      'with --order time: mean gap between posts, in seconds',
      numberWithin(0.001, YEAR),
      3_600
    )
    .option('--cascades <n>', 'replay only this number of cascades, drawn at random', wholeNumber(1))
    .option('--loop', 'start again after the last cascade, without end')
    .option('--simulate', 'without [dir]: simulate cascades, without end')
    .option('--topic', 'without [dir]: forecast the cascades on the stream again, by --model')
    .option(
      '--model <version>',
      'forecast every window by this version and compare it with the live version; writes nothing to the stream',
      wholeNumber(1, 999_999)
    )
    .option('--seed <n>', 'seed of the random numbers', wholeNumber(0), 1)
    .option('--data-dir <dir>', 'the data folder (DATA_DIR)')
    .option('--json', 'print the summary as JSON')
    .action((folder: string | undefined, options: ReplayOptions, self: Command) => {
      refuseUnused(self, options)
      return run(folder, options, terminal)
    })
}

const ofFolders = ['order', 'pause', 'cascades', 'loop']

/** Throws UsageError for a given option that would have no effect. */
function refuseUnused(command: Command, { simulate, topic, order }: ReplayOptions): void {
  const [unused, kind] = topic
    ? [[...ofFolders, 'speed', 'startGap', 'seed'], '--topic']
    : simulate
      ? [ofFolders, '--simulate']
      : [[order === 'random' ? 'startGap' : 'pause'], `--order ${order}`]
  const given = command.options.find(
    each =>
      unused.includes(each.attributeName()) && command.getOptionValueSource(each.attributeName()) === 'cli'
  )
  if (given) throw new UsageError(`${given.long} has no effect with ${kind}: omit it`)
}

function speed(text: string): number | 'max' {
  return text === 'max' ? 'max' : numberWithin(0.01, 1e6)(text)
}

function pause(text: string): ReplayOptions['pause'] {
  const [, mean, deviation] = /^normal:([\d.]+),([\d.]+)$/.exec(text) ?? []
  if (mean === undefined || deviation === undefined)
    throw new InvalidArgumentError('Must be normal:MEAN,DEVIATION.')
  return { mean: numberWithin(0, YEAR)(mean), deviation: numberWithin(0, YEAR)(deviation) }
}

async function run(folder: string | undefined, options: ReplayOptions, terminal: Terminal): Promise<void> {
  if ([folder !== undefined, options.simulate, options.topic].filter(Boolean).length !== 1)
    throw new UsageError('name one of [dir], --simulate and --topic')
  if (options.topic && options.model === undefined) throw new UsageError('--topic requires --model')
  if (options.simulate && options.model !== undefined)
    throw new UsageError('--model has no effect with --simulate: omit it')
  if (options.simulate && options.speed === 'max')
    throw new UsageError('--speed must be a number with --simulate, which has no end (got max)')
  if (folder !== undefined) await checkCascadeFolder(folder)
  const config = readConfigOf(options)
  if (folder !== undefined && options.model !== undefined)
    return compareFile(folder, options.model, config, options, terminal)
  const stopping = new AbortController()
  void waitForSignal().then(signal => stopping.abort(signal))
  // A folder needs the proof that this process can read the data folder; only the service on that folder accepts it.
  const target = options.topic ? options : { dataDir: config.dataFolder }
  const service = await openService(config, target, replayServices, terminal)
  const { client } = service
  try {
    const asked = await buildReplayRequest(folder, options, config.dataFolder)
    const replay = (await findUnfinishedReplay(client, asked)) ?? (await client.replays.start(asked))
    const report = await watchReplay(client, replay, stopping.signal, terminal)
    if (report === null) {
      terminal.printNote(
        service.isOwn
          ? `${replay.id} has not ended: the same command continues it`
          : `${replay.id} continues in the service; POST ${replay.links.stop} stops it`
      )
      process.exitCode = 130
      return
    }
    if (report.replay.state === 'failed') throw new UsageError(report.replay.reason ?? 'the replay failed')
    const summary = await summarizeReplay(client, report)
    await terminal.print(options.json ? JSON.stringify(summary) : formatReplay(summary))
  } finally {
    await service.close()
  }
}

async function compareFile(
  folder: string,
  model: number,
  config: ReturnType<typeof readConfigOf>,
  options: ReplayOptions,
  terminal: Terminal
): Promise<void> {
  const service = await openService(config, options, ['api'], terminal)
  try {
    const compared = await replayFile(service.client, folder, model, config.stream.windows, terminal)
    await terminal.print(options.json ? JSON.stringify(compared) : formatFileReplay(compared))
  } finally {
    await service.close()
  }
}
