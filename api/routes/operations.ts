import { Failure } from '../../ports/errors.ts'
import type { PageRequest } from '../../stores/page.ts'
import type { ApiDependencies } from '../dependencies.ts'
import type { Handlers } from '../http/call.ts'
import { buildPages } from '../http/page.ts'
import { toDeadLetter, toTime, toWebhookDelivery } from '../represent.ts'

type OperationHandlers = Pick<
  Handlers,
  | 'listDeadLetters'
  | 'getDeadLetterBody'
  | 'redriveDeadLetter'
  | 'removeDeadLetter'
  | 'listWebhookDeliveries'
  | 'listQueues'
  | 'listProcesses'
>

/** A process whose heartbeat is older than this is not listed. */
const ALIVE_SECONDS = 15

/** Builds the handlers for operators: dead letters, webhook deliveries, queues and processes. */
export function buildOperationHandlers(dependencies: ApiDependencies): OperationHandlers {
  const { deadLetters, webhooks, predictions, predictors, processes, queue, clock } = dependencies
  const pages = buildPages(dependencies.feed)
  return {
    async listDeadLetters({ query }) {
      const filter = { includeRedriven: query.includeRedriven }
      const read = (request: PageRequest) => deadLetters.list(filter, request)
      return pages.answer('listDeadLetters', query, read, toDeadLetter)
    },

    async getDeadLetterBody({ path: { deadLetterId } }) {
      const body = await deadLetters.body(deadLetterId)
      if (body === null) throw unknownDeadLetter(deadLetterId)
      const raw = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
      return { status: 200, type: 'application/octet-stream', raw }
    },

    async removeDeadLetter({ path: { deadLetterId } }) {
      const deadLetter = await deadLetters.get(deadLetterId)
      if (deadLetter === null || !(await deadLetters.remove(deadLetterId)))
        throw unknownDeadLetter(deadLetterId)
      return { status: 200, body: toDeadLetter(deadLetter) }
    },

    async redriveDeadLetter({ path: { deadLetterId } }) {
      const redriven = await deadLetters.redrive(deadLetterId)
      if (redriven.is === 'not-found') throw unknownDeadLetter(deadLetterId)
      if (redriven.is === 'refused')
        throw new Failure(
          'conflict',
          'the dead letter was already redriven, or its prediction has not failed',
          {
            field: 'deadLetterId'
          }
        )
      if (redriven.is === 'empty')
        throw new Failure(
          'conflict',
          'the dead letter has no bytes to redrive: remove it and send its messages again',
          {
            field: 'deadLetterId'
          }
        )
      return { status: 202, body: toDeadLetter(redriven.deadLetter) }
    },

    async listWebhookDeliveries({ query }) {
      const { state, predictionId } = query
      const read = (request: PageRequest) => webhooks.list({ state, predictionId }, request)
      return pages.answer('listWebhookDeliveries', query, read, toWebhookDelivery)
    },

    async listQueues() {
      const items = await Promise.all(
        predictors.map(async ({ name }) => {
          const [figures, depth] = await Promise.all([
            predictions.figures(name),
            queue.depth(`predict.${name}`)
          ])
          const { queued, running, oldestQueuedAt, endedLastMinute } = figures
          const oldestQueuedSeconds =
            oldestQueuedAt === null ? null : Math.max(0, clock.now() - oldestQueuedAt) / 1000
          return { predictor: name, queued, running, oldestQueuedSeconds, endedLastMinute, ...depth }
        })
      )
      return { status: 200, body: { items, next: null } }
    },

    async listProcesses() {
      const items = (await processes.list(ALIVE_SECONDS)).map(
        ({ id, services, startedAt, seenAt, status }) => ({
          id,
          services,
          startedAt: toTime(startedAt),
          seenAt: toTime(seenAt),
          status: JSON.parse(status)
        })
      )
      return { status: 200, body: { items, next: null } }
    }
  }
}

function unknownDeadLetter(id: string): Failure {
  return new Failure('not-found', `there is no dead letter '${id}'`, { field: 'deadLetterId' })
}
