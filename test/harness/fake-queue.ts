import { Failure } from '../../ports/errors.ts'
import type { JobQueue, QueueMessage } from '../../ports/queue.ts'
import type { EventStream, StreamMessage } from '../../ports/stream.ts'

/** Takes what is published, after failing as often as told; like a broker that was away. */
export class FailingQueue implements Pick<JobQueue, 'publish'> {
  readonly published: (QueueMessage & { readonly queue: string })[] = []
  failures: number
  /** Only this queue fails; absent: all. */
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

/** Takes everything and then says it did not: a confirmation that was lost. */
export class ForgetfulQueue extends FailingQueue {
  override async publish(queue: string, messages: readonly QueueMessage[]): Promise<void> {
    this.published.push(...messages.map(message => ({ ...message, queue })))
    await super.publish(queue, [])
  }
}

/** Keeps what is appended. */
export class RecordingStream implements Pick<EventStream, 'append'> {
  readonly appended: (StreamMessage & { readonly topic: string })[] = []

  async append(topic: string, messages: readonly StreamMessage[]): Promise<void> {
    this.appended.push(...messages.map(message => ({ ...message, topic })))
  }
}

/** Refuses all that is asked for together when one of them is too large. */
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
