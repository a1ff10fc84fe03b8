import type { Command } from 'commander'
import { systemClock } from '../adapters/clock/system.ts'
import { DEFAULT_PREDICTOR } from '../api/predictors.ts'
import type { PredictorClient, Verification } from '../client/client.ts'
import { GroundswellError } from '../client/error.ts'
import { VerificationError } from './exit-codes.ts'
import { formatNumber, formatTable } from './format.ts'
import { numberWithin } from './options.ts'
import { printAnswer } from './print-answer.ts'
import { addServiceOptions, reachService, type ServiceOptions } from './service.ts'
import type { Terminal } from './terminal.ts'

interface Options extends ServiceOptions {
  readonly predictor?: string
  readonly timeout: number
  readonly json?: true
}

const POLL_MILLISECONDS = 250

export function describe(command: Command, terminal: Terminal): void {
  addServiceOptions(
    command
      .description(
        'Measures the live version on the newest outcomes and on the golden set. Ends with 1 where it fails: its mean loss is ' +
          'above the one that its held-out cases promised (GROUNDSWELL_LOSS_RATIO_LIMIT), a baseline is better, or it answers ' +
          'the golden set otherwise than before.'
      )
      .option('--predictor <name>', `whose model (default: ${DEFAULT_PREDICTOR})`)
      .option('--timeout <seconds>', 'wait at most for so long', numberWithin(1, 86_400), 300)
  ).action((options: Options) => run(options, terminal))
}

async function run(options: Options, terminal: Terminal): Promise<void> {
  const { predictor = DEFAULT_PREDICTOR, json, timeout } = options
  const { verifications } = reachService(options).predictor(predictor)
  const asked = await verifications.start()
  const ended = await waitForEnds(
    verifications,
    asked.items.map(({ id }) => id),
    timeout
  )
  await printAnswer(terminal, json, { items: ended }, () => formatVerifications(ended))
  const failed = ended.filter(({ state }) => state === 'failed')
  if (failed.length > 0)
    throw new VerificationError(
      failed.map(({ kind, reason }) => `verification failed (${kind}): ${reason}`).join('\n')
    )
}

/** In the order of the ids. Rejects with the code `timeout`. */
async function waitForEnds(
  verifications: PredictorClient['verifications'],
  ids: readonly string[],
  timeoutSeconds: number
): Promise<readonly Verification[]> {
  const until = systemClock.monotonic() + timeoutSeconds * 1_000
  for (;;) {
    const { items } = await verifications.list({ limit: 500 })
    const found = ids.flatMap(id => items.find(item => item.id === id) ?? [])
    if (found.length === ids.length && found.every(({ finishedAt }) => finishedAt !== null)) return found
    if (systemClock.monotonic() >= until)
      throw new GroundswellError(
        'timeout',
        `not verified within ${timeoutSeconds} s: a trainer does it (is one running, or at a long training?)`
      )
    await systemClock.sleep(POLL_MILLISECONDS)
  }
}

/** A row for each slice, a column for each forecaster; then how each verification ended. */
export function formatVerifications(verifications: readonly Verification[]): string {
  const tables = verifications.map(({ kind, version, state, cases, metrics, reason }) => {
    const title = `${kind}, ${version === null ? 'no version' : `version ${version}`}: ${state}`
    const words = `${title}\n  ${reason ?? ''}`
    if (metrics.length === 0) return words
    const forecasters = [...new Set(metrics.map(({ forecaster }) => forecaster))]
    const slices = [...new Set(metrics.map(({ slice }) => slice))]
    const rows = slices.map(slice => {
      const find = (name: string) =>
        metrics.find(each => each.slice === slice && each.forecaster === name && each.cases > 0)
      return [
        `  ${slice}`,
        formatNumber(find('live')?.cases ?? 0),
        ...forecasters.map(name => {
          const metric = find(name)
          return metric ? formatNumber(metric.meanLoss) : ''
        })
      ]
    })
    const head = ['  slice', 'answered', ...forecasters.map(name => `mean loss of ${name}`)]
    return `${words}\n  ${formatNumber(cases ?? 0)} cases\n${formatTable(head, rows)}`
  })
  return tables.join('\n\n')
}
