import { formatNumber } from '../../cli/format.ts'
import { type Costs, readCosts } from './costs.ts'
import { DAY_SECONDS, makePlan, target } from './plan.ts'
import { simulateRuns } from './runs.ts'

/** The measured part of docs/SCALING.md, as it must be: a test compares the two. `node bench/scaling/write.ts` writes it. */
export function renderScaling(costs: Costs = readCosts()): string {
  return [renderCosts(costs), renderPlan(costs), renderRuns(costs)].join('\n\n')
}

function renderCosts({ commit, machine, of }: Costs): string {
  const units: readonly (readonly [string, string, readonly string[]])[] = [
    ['an event onto Kafka', 'append', ['source', 'kafka']],
    ['an event into its cascade, its forecasts asked for', 'collect', ['collector', 'postgres', 'kafka']],
    ['a cascade of 200 events accepted by HTTP', 'accept', ['api', 'relay', 'postgres', 'rabbitmq']],
    [
      'the same, and its forecast',
      'prediction.200',
      ['api', 'relay', 'worker', 'postgres', 'rabbitmq', 'kafka']
    ],
    ['one of 1,000 events', 'prediction.1000', ['api', 'relay', 'worker', 'postgres', 'rabbitmq', 'kafka']]
  ]
  const rows = units.map(([what, name, parts]) => {
    const times = parts.map(part => `${part} ${formatNumber(of(`${name}.${part}`), 3)}`).join(', ')
    const log = name === 'append' ? '' : formatNumber(of(`${name}.logBytes`), 3)
    return [what, times, formatNumber(of(`${name}.bytes`), 3), log]
  })
  return `Measured by \`npm run -s bench -- cost\` at ${commit}, ${machine}:\n\n${renderTable(
    ['one of', 'processor microseconds', 'bytes kept', "bytes of PostgreSQL's log"],
    rows
  )}`
}

function renderPlan(costs: Costs): string {
  const plan = makePlan(costs)
  const processors = Object.entries(plan.busy).map(([part, busy]) => [
    `${part}`,
    `${formatNumber(busy, 2)} processors busy, ${Math.ceil(busy / target.useOfProcessor)} at ${100 * target.useOfProcessor} %`
  ])
  const megabytes = (bytes: number) => `${formatNumber(bytes / 1e6, 3)} MB/s`
  const terabytes = (bytesPerSecond: number, days: number) =>
    `${formatNumber((bytesPerSecond * DAY_SECONDS * days) / 1e12, 3)} TB`
  const rows = [
    ...processors,
    [
      'predictions',
      `${formatNumber(plan.predictionsPerSecond)} a second; ${formatNumber(plan.eventsPerCascade, 3)} events a cascade`
    ],
    ['one relay', `moves at most ${formatNumber(plan.relayLimit, 2)} predictions a second`],
    [
      'one collector',
      `takes ${formatNumber(plan.collectorLimit, 2)} events a second at ${100 * target.useOfProcessor} %: ${Math.ceil(target.eventsPerSecond / plan.collectorLimit)} partitions at least`
    ],
    [
      'open cascades, in memory',
      `${formatNumber((plan.openBytes * 3_600) / 1e9, 3)} GB of the events of an hour, ${formatNumber((plan.openBytes * DAY_SECONDS) / 1e12, 3)} TB of a day`
    ],
    ['into Kafka', `${megabytes(plan.kafkaBytes)} for each copy, ${terabytes(plan.kafkaBytes, 7)} in 7 days`],
    ["PostgreSQL's log", `${megabytes(plan.logBytes)}`],
    ["PostgreSQL's tables", `${megabytes(plan.keptBytes)}, ${terabytes(plan.keptBytes, 30)} in 30 days`],
    ['transactions', `${formatNumber(plan.transactions, 2)} a second`]
  ]
  return renderTable(['at 1 M events/s and 10^9 predictions a day', ''], rows)
}

function renderRuns(costs: Costs): string {
  const rows = simulateRuns(costs).map(({ relays, threads, passage }) => [
    String(relays),
    String(threads),
    `${formatNumber(passage.median, 2)} s`,
    `${formatNumber(passage.p99, 2)} s`,
    `${formatNumber(100 * passage.doneShare, 3)} %`
  ])
  return renderTable(['relays', 'worker threads', 'median', '99 %', 'done by the end'], rows)
}

function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map(row => `| ${row.join(' | ')} |`).join('\n')
}
