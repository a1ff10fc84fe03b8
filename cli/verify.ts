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
        'Verifies the live version on the newest outcomes and on the golden set. Exit code 1: the verification failed. It ' +
          'fails if the mean loss exceeds that of the held-out cases (GROUNDSWELL_LOSS_RATIO_LIMIT), if a baseline is ' +
          'better, or if the answers to the golden set changed.'
      )
      .option('--predictor <name>', `predictor of the model (default: ${DEFAULT_PREDICTOR})`)
      .option('--timeout <seconds>', 'maximum wait in seconds', numberWithin(1, 86_400), 300)
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

/** Waits until all verifications have ended. Returns them in the order of `ids`. Throws GroundswellError('timeout'). */
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
        `the verification did not end within ${timeoutSeconds} s: check that a trainer runs and is not in a long training`
      )
    await systemClock.sleep(POLL_MILLISECONDS)
  }
}

/** Formats each verification: its result, and a table with a row for each slice and a column for each forecaster. */
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
