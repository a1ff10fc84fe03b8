import type { JobQueue } from '../ports/queue.ts'
import type { EventStream } from '../ports/stream.ts'

/** Adds the prefix of this installation to the names of topics and consumer groups. */
export function prefixStream(stream: EventStream, prefix: string): EventStream {
  const named = (topic: string) => `${prefix}${topic}`
  return {
    ...stream,
    declare: topics => stream.declare(topics.map(topic => ({ ...topic, name: named(topic.name) }))),
    append: (topic, messages, options) => stream.append(named(topic), messages, options),
    partitions: topic => stream.partitions(named(topic)),
    partitioner: topic => stream.partitioner(named(topic)),
    subscribe: subscription =>
      stream.subscribe({
        ...subscription,
        topic: named(subscription.topic),
        group: named(`groundswell.${subscription.group}`)
      }),
    ends: topic => stream.ends(named(topic)),
    read: (topic, partition, position, limit) => stream.read(named(topic), partition, position, limit)
  }
}

/** Adds the prefix of this installation to the names of queues. */
export function prefixQueue(queue: JobQueue, prefix: string): JobQueue {
  const named = (name: string) => `${prefix}${name}`
  return {
    ...queue,
    declare: name => queue.declare(named(name)),
    publish: (name, messages) => queue.publish(named(name), messages),
    consume: (name, options, onDelivery) => queue.consume(named(name), options, onDelivery),
    consumeDeadLetters: (name, onDeadLetter) =>
      queue.consumeDeadLetters(named(name), deadLetter => onDeadLetter({ ...deadLetter, queue: name })),
    depth: name => queue.depth(named(name))
  }
}
