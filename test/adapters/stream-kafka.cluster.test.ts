import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { systemClock } from '../../adapters/clock/system.ts'
import { openKafkaStream } from '../../adapters/stream/kafka/stream.ts'
import type { EventStream } from '../../ports/stream.ts'
import { describeStream } from '../contracts/stream.ts'
import { buildRecordingLog } from '../harness/recording-log.ts'
import { serverAddress } from '../harness/server-address.ts'

describeStream('Kafka', openGround)

/** Brokers name their own address, so that nobody can stand between: the sockets themselves are taken away. */
async function openGround() {
  const { log, lines } = buildRecordingLog()
  const lost = new Map<EventStream, () => void>()
  const restored = new Map<EventStream, () => void>()
  return {
    lines,
    cut: (stream: EventStream) => lost.get(stream)!(),
    restore: (stream: EventStream) => restored.get(stream)!(),
    async open(options: { readonly maxMessageBytes?: number } = {}) {
      const sockets = new Set<Socket>()
      let isCut = false
      const stream = await openKafkaStream({
        connection: {
          brokers: serverAddress('KAFKA_BROKERS').split(','),
          socketFactory({ host, port, onConnect }) {
            const socket = connect({ host, port: isCut ? 1 : port }, onConnect)
            socket.on('close', () => sockets.delete(socket))
            sockets.add(socket)
            return socket
          }
        },
        replicationFactor: 1,
        clock: systemClock,
        log,
        ...options
      })
      lost.set(stream, () => {
        isCut = true
        for (const socket of sockets) socket.resetAndDestroy()
      })
      restored.set(stream, () => {
        isCut = false
      })
      return stream
    },
    async crash(stream: EventStream) {
      lost.get(stream)!()
      await stream.close()
    },
    async close() {}
  }
}
