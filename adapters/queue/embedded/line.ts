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
  /** The first number this process gave: messages below it may have been delivered by the one before. */
  readonly firstSequence: number
  /** Forgets a message for good, with a letter: to the dead letters. Resolves once durable. */
  readonly settle: (queue: string, sequence: number, deadLetter?: RejectedMessage) => Promise<void>
}

/** One queue's messages on their way to its consumers. */
export interface Line {
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
}

interface Member {
  readonly prefetch: number
  readonly onDelivery: (delivery: Delivery) => void
  readonly inHand: Map<number, Waiting>
  takes: boolean
}

/** Messages read ahead of the consumers. */
const PAGE = 500
const READ_RETRY: RetryPolicy = { firstDelayMs: 500, maxDelayMs: 5_000 }

export async function openLine(options: LineOptions): Promise<Line> {
  const { queue, database, clock, log, firstSequence, settle } = options
  const members: Member[] = []
  let returned: Waiting[] = []
  let page: Waiting[] = []
  /** Up to which the table was read. */
  let readUpTo = 0
  let mayHoldMore = true
  let stored = await countStored()
  let isPumping = false
  let isClosed = false
  const backoff = buildBackoff(READ_RETRY, { clock })

  async function countStored(): Promise<number> {
    const counted = database.reader.selectFrom('queue_messages').where('queue', '=', queue)
    return (await counted.select(e => e.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()).count
  }

  function freeMember(): Member | undefined {
    const free = members.filter(({ takes, inHand, prefetch }) => takes && inHand.size < prefetch)
    return free.reduce<Member | undefined>(
      (least, member) => (least && least.inHand.size <= member.inHand.size ? least : member),
      undefined
    )
  }

  /** Hands out what there is to whoever has room. One at a time: a second call finds the first at work. */
  async function pump(): Promise<void> {
    if (isPumping) return
    isPumping = true
    try {
      for (let member = freeMember(); member && !isClosed; member = freeMember()) {
        const message = returned.shift() ?? page.shift()
        if (message) deliver(member, message)
        else if (!mayHoldMore) break
        else await readPage()
      }
    } finally {
      isPumping = false
    }
  }

  async function readPage(): Promise<void> {
    mayHoldMore = false
    try {
      const rows = await database.reader
        .selectFrom('queue_messages')
        .select(['sequence', 'id', 'body'])
        .where('queue', '=', queue)
        .where('sequence', '>', readUpTo)
        .orderBy('sequence')
        .limit(PAGE)
        .execute()
      page = rows.map(row => ({ ...row, isRedelivered: row.sequence < firstSequence }))
      readUpTo = rows.at(-1)?.sequence ?? readUpTo
      mayHoldMore ||= rows.length === PAGE
      backoff.reset()
    } catch (error) {
      log.warn('queue could not be read', { queue, error })
      mayHoldMore = true
      await backoff.wait()
    }
  }

  function deliver(member: Member, message: Waiting): void {
    const { sequence, id, body, isRedelivered } = message
    member.inHand.set(sequence, message)
    /** False once settled, and once the consumer is closed: the message went back then. */
    const letGo = () => member.inHand.delete(sequence)
    const forget = (deadLetter?: RejectedMessage) => {
      if (!letGo()) return
      stored -= 1
      void settle(queue, sequence, deadLetter)
      void pump()
    }
    const delivery: Delivery = {
      id,
      body,
      isRedelivered,
      done: () => forget(),
      reject: reason => forget({ letter_id: `dlt_${randomUUID()}`, queue, id, body, reason }),
      release() {
        if (!letGo()) return
        giveBack([message])
      }
    }
    member.onDelivery(delivery)
  }

  function giveBack(messages: readonly Waiting[]): void {
    returned.push(...messages.map(message => ({ ...message, isRedelivered: true })))
    void pump()
  }

  function consume(prefetch: number, onDelivery: (delivery: Delivery) => void): QueueConsumer {
    const member: Member = { prefetch, onDelivery, inHand: new Map(), takes: true }
    members.push(member)
    // After the caller has got its consumer: deliveries may want to pause it.
    setImmediate(() => void pump())
    return {
      async pause() {
        member.takes = false
      },
      async close() {
        member.takes = false
        if (!members.includes(member)) return
        members.splice(members.indexOf(member), 1)
        const back = [...member.inHand.values()]
        member.inHand.clear()
        giveBack(back)
      }
    }
  }

  return {
    published(count) {
      stored += count
      mayHoldMore = true
      void pump()
    },
    consume,
    depth() {
      const inHand = members.reduce((sum, member) => sum + member.inHand.size, 0)
      return { ready: Math.max(0, stored - inHand), inHand }
    },
    close() {
      isClosed = true
      members.length = 0
      returned = []
      page = []
    }
  }
}
