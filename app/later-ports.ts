import type { JobQueue } from '../ports/queue.ts'
import type { EventStream } from '../ports/stream.ts'

/** A queue whose broker may be unavailable at the start. Until it answers, `get` throws Failure('queue-unavailable'). */
export function laterQueue(get: () => JobQueue): JobQueue {
  return {
    declare: async queue => get().declare(queue),
    publish: async (queue, messages) => get().publish(queue, messages),
    consume: async (queue, options, onDelivery) => get().consume(queue, options, onDelivery),
    consumeDeadLetters: async (queue, onDeadLetter) => get().consumeDeadLetters(queue, onDeadLetter),
    depth: async queue => get().depth(queue),
    check: async () => get().check(),
    close: async () => get().close()
  }
}

/** A stream whose broker may be unavailable at the start. Until it answers, `get` throws Failure('stream-unavailable'). */
export function laterStream(get: () => EventStream): EventStream {
  return {
    get maxMessageBytes() {
      return get().maxMessageBytes
    },
    declare: async topics => get().declare(topics),
    append: async (topic, messages, options) => get().append(topic, messages, options),
    partitions: async topic => get().partitions(topic),
    partitioner: async topic => get().partitioner(topic),
    subscribe: async subscription => get().subscribe(subscription),
    ends: async topic => get().ends(topic),
    read: async (topic, partition, position, limit) => get().read(topic, partition, position, limit),
    check: async () => get().check(),
    close: async () => get().close()
  }
}
