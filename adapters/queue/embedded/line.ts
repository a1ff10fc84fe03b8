import { randomUUID } from 'node:crypto'
import type { Clock } from '../../../ports/clock.ts'
import type { Database } from '../../../ports/database.ts'
import type { Log } from '../../../ports/log.ts'
import type { Delivery, QueueConsumer, QueueDepth } from '../../../ports/queue.ts'
import { buildBackoff } from '../../../ports/retry/backoff.ts'
import type { RetryPolicy } from '../../../ports/retry/retry-policy.ts'
import type { RejectedMessage } from './settler.ts'

interface LineOptions {
  readonly queue: string
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  /** The first sequence number of this process. A previous process may have delivered messages below it. */
  readonly firstSequence: number
  /** Deletes a message, and stores the dead letter if there is one. Resolves once that is durable. */
  readonly settle: (queue: string, sequence: number, deadLetter?: RejectedMessage) => Promise<void>
}

/** Delivers the messages of one queue to its consumers. */
export interface Line {
  /** Call it after `count` messages were stored. */
  published(count: number): void
  consume(prefetch: number, onDelivery: (delivery: Delivery) => void): QueueConsumer
  depth(): QueueDepth
  close(): void
}

interface Waiting {
  readonly sequence: number
  readonly id: string
  readonly body: string
  readonly isRedelivered: boolean
  readonly isLow: boolean
}

/** The waiting messages of one priority. */
interface Lane {
  readonly isLow: boolean
  returned: Waiting[]
  page: Waiting[]
  /** The highest sequence number that was read. */
  readUpTo: number
  mayHoldMore: boolean
}

interface Member {
  readonly prefetch: number
  readonly onDelivery: (delivery: Delivery) => void
  readonly inFlight: Map<number, Waiting>
  isPaused: boolean
}

/** Maximum number of messages in one read. */
const PAGE_SIZE = 500
const READ_RETRY: RetryPolicy = { firstDelayMs: 500, maxDelayMs: 5_000 }

export async function openLine(options: LineOptions): Promise<Line> {
  const { queue, database, clock, log, firstSequence, settle } = options
  const members: Member[] = []
  // In the order of delivery.
  const lanes = [buildLane(false), buildLane(true)]
  let stored = await countStored()
  let isPumping = false
  let isClosed = false
  const backoff = buildBackoff(READ_RETRY, { clock })

  async function countStored(): Promise<number> {
    const counted = database.reader.selectFrom('queue_messages').where('queue', '=', queue)
    return (await counted.select(e => e.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()).count
  }

  function findFreeMember(): Member | undefined {
    const free = members.filter(({ isPaused, inFlight, prefetch }) => !isPaused && inFlight.size < prefetch)
    return free.reduce<Member | undefined>(
      (least, member) => (least && least.inFlight.size <= member.inFlight.size ? least : member),
      undefined
    )
  }

  /** Delivers messages to the members below their prefetch. A second concurrent call does nothing. */
  async function pump(): Promise<void> {
    if (isPumping) return
    isPumping = true
    try {
      for (let member = findFreeMember(); member && !isClosed; member = findFreeMember()) {
        const lane = lanes.find(
          ({ returned, page, mayHoldMore }) => returned.length > 0 || page.length > 0 || mayHoldMore
        )
        if (!lane) break
        const message = lane.returned.shift() ?? lane.page.shift()
        if (message) deliver(member, message)
        else await readPage(lane)
      }
    } finally {
      isPumping = false
    }
  }

  async function readPage(lane: Lane): Promise<void> {
    lane.mayHoldMore = false
    try {
      const rows = await database.reader
        .selectFrom('queue_messages')
        .select(['sequence', 'id', 'body'])
        .where('queue', '=', queue)
        .where('is_low', '=', lane.isLow ? 1 : 0)
        .where('sequence', '>', lane.readUpTo)
        .orderBy('sequence')
        .limit(PAGE_SIZE)
        .execute()
      const { isLow } = lane
      lane.page = rows.map(row => ({ ...row, isLow, isRedelivered: row.sequence < firstSequence }))
      lane.readUpTo = rows.at(-1)?.sequence ?? lane.readUpTo
      lane.mayHoldMore ||= rows.length === PAGE_SIZE
      backoff.reset()
    } catch (error) {
      log.warn('queue could not be read and is retried', { queue, error })
      lane.mayHoldMore = true
      await backoff.wait()
    }
  }

  function deliver(member: Member, message: Waiting): void {
    const { sequence, id, body, isRedelivered } = message
    member.inFlight.set(sequence, message)
    /** False if the message is settled already, or was returned when its consumer closed. */
    const removeFromFlight = () => member.inFlight.delete(sequence)
    const complete = (deadLetter?: RejectedMessage) => {
      if (!removeFromFlight()) return
      stored -= 1
      void settle(queue, sequence, deadLetter)
      void pump()
    }
    const delivery: Delivery = {
      id,
      body,
      isRedelivered,
      done: () => complete(),
      reject: reason => complete({ letter_id: `dlt_${randomUUID()}`, queue, id, body, reason }),
      release() {
        if (removeFromFlight()) requeue([message])
      }
    }
    member.onDelivery(delivery)
  }

  function requeue(messages: readonly Waiting[]): void {
    for (const lane of lanes) {
      const own = messages.filter(({ isLow }) => isLow === lane.isLow)
      lane.returned.push(...own.map(message => ({ ...message, isRedelivered: true })))
    }
    void pump()
  }

  function consume(prefetch: number, onDelivery: (delivery: Delivery) => void): QueueConsumer {
    const member: Member = { prefetch, onDelivery, inFlight: new Map(), isPaused: false }
    members.push(member)
    // Begins after the caller has the consumer, because onDelivery may pause it.
    setImmediate(() => void pump())
    return {
      async pause() {
        member.isPaused = true
      },
      async close() {
        member.isPaused = true
        if (!members.includes(member)) return
        members.splice(members.indexOf(member), 1)
        const unsettled = [...member.inFlight.values()]
        member.inFlight.clear()
        requeue(unsettled)
      }
    }
  }

  return {
    published(count) {
      stored += count
      for (const lane of lanes) lane.mayHoldMore = true
      void pump()
    },
    consume,
    depth() {
      const inHand = members.reduce((sum, member) => sum + member.inFlight.size, 0)
      return { ready: Math.max(0, stored - inHand), inHand }
    },
    close() {
      isClosed = true
      members.length = 0
      for (const lane of lanes) Object.assign(lane, buildLane(lane.isLow))
    }
  }
}

function buildLane(isLow: boolean): Lane {
  return { isLow, returned: [], page: [], readUpTo: 0, mayHoldMore: true }
}
