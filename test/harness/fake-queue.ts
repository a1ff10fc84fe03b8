import { Failure } from '../../ports/errors.ts'
import type { JobQueue, QueueMessage } from '../../ports/queue.ts'
import type { EventStream, StreamMessage } from '../../ports/stream.ts'

/** Fails the first publishes and then accepts all, like a broker after an outage. */
export class FailingQueue implements Pick<JobQueue, 'publish'> {
  readonly published: (QueueMessage & { readonly queue: string })[] = []
  failures: number
  /** The only queue that fails. Absent: all fail. */
  readonly failingQueue: string | undefined

  constructor(failures: number, failingQueue?: string) {
    this.failures = failures
    this.failingQueue = failingQueue
  }

  async publish(queue: string, messages: readonly QueueMessage[]): Promise<void> {
    if (this.failures > 0 && queue === (this.failingQueue ?? queue)) {
      this.failures--
      throw new Failure('queue-unavailable', 'the broker is away')
    }
    this.published.push(...messages.map(message => ({ ...message, queue })))
  }
}

/** Accepts a message and rejects all the same, like a lost confirmation. */
export class ForgetfulQueue extends FailingQueue {
  override async publish(queue: string, messages: readonly QueueMessage[]): Promise<void> {
    this.published.push(...messages.map(message => ({ ...message, queue })))
    await super.publish(queue, [])
  }
}

/** Records the appended messages. */
export class RecordingStream implements Pick<EventStream, 'append'> {
  readonly appended: (StreamMessage & { readonly topic: string })[] = []

  async append(topic: string, messages: readonly StreamMessage[]): Promise<void> {
    this.appended.push(...messages.map(message => ({ ...message, topic })))
  }
}

/** Rejects all messages of a call if one of them is too large. */
export class RefusingStream extends RecordingStream {
  maxBytes: number

  constructor(maxBytes: number) {
    super()
    this.maxBytes = maxBytes
  }

  override async append(topic: string, messages: readonly StreamMessage[]): Promise<void> {
    const large = messages.find(({ value }) => value.length > this.maxBytes)
    if (large)
      throw new Failure('body-too-large', `a message of ${large.value.length} bytes is over ${this.maxBytes}`)
    await super.append(topic, messages)
  }
}
