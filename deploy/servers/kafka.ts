import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installJars } from './maven.ts'
import { answers, buildServer, runStep } from './server.ts'
import { installFolder, settings } from './settings.ts'

const name = 'kafka-4.1.1'
const classPath = join(installFolder, name, 'libs', '*')
const clusterId = 'Z3JvdW5kc3dlbGxsb2NhbA'

export const kafka = buildServer({
  name: 'kafka',
  install: () => void installJars(name, new URL('kafka-pom.xml', import.meta.url)),
  prepare(folder) {
    const logs = join(folder, 'logs')
    const properties = join(folder, 'server.properties')
    writeFileSync(properties, serverProperties(logs))
    if (existsSync(join(logs, 'meta.properties'))) return
    const format = ['format', '-t', clusterId, '-c', properties]
    runStep('java', ['-cp', classPath, 'kafka.tools.StorageTool', ...format])
  },
  command: folder => ({
    file: 'java',
    args: ['-Xms256m', '-Xmx512m', '-cp', classPath, 'kafka.Kafka', join(folder, 'server.properties')]
  }),
  isReady: () => answers(settings.kafkaPort, apiVersionsRequest)
})

// Length, ApiVersions (18), version 0, correlation id 1, client id null.
const apiVersionsRequest = Uint8Array.of(0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff)

/** The proxied listener advertises the port of the proxy, since clients connect to the advertised address. */
function serverProperties(logs: string): string {
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${settings.kafkaControllerPort}
listeners=PLAINTEXT://127.0.0.1:${settings.kafkaPort},PROXIED://127.0.0.1:${settings.kafkaProxiedPort},CONTROLLER://127.0.0.1:${settings.kafkaControllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${settings.kafkaPort},PROXIED://127.0.0.1:${settings.kafkaProxyPort}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
offsets.topic.num.partitions=4
log.dirs=${logs}
`
}
