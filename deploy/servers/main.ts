import { tools } from '../tools/tools.ts'
import { kafka } from './kafka.ts'
import { minio, versitygw } from './object-stores.ts'
import { postgres } from './postgres.ts'
import { rabbitmq } from './rabbitmq.ts'
import { addresses, installFolder, settings } from './settings.ts'
import { toxiproxy } from './toxiproxy.ts'

const servers = [rabbitmq, kafka, minio, postgres, versitygw, toxiproxy]
const byDefault = ['rabbitmq', 'kafka', 'minio', 'postgres']
const usage = `usage: npm run -s services -- up|down|status|wipe|tools [NAME ...]
Installs and runs the real servers natively on 127.0.0.1. Their data is in ${settings.folder}.
  up      install what is missing, start, wait until ready, print the addresses
  down    stop         status  list what runs        wipe  stop and delete the data
  tools   install the servers and every third-party tool that the tests use, in ${installFolder}
NAME: ${servers.map(server => server.name).join(', ')} (default for up: ${byDefault.join(', ')}; otherwise all)
      of tools also: ${tools.map(tool => tool.name).join(', ')}`

const [action, ...names] = process.argv.slice(2)
const known: readonly { readonly name: string }[] = action === 'tools' ? [...servers, ...tools] : servers
const unknown = names.filter(name => !known.some(each => each.name === name))
if (!action || !['up', 'down', 'status', 'wipe', 'tools'].includes(action) || unknown.length > 0) {
  console.error(unknown.length > 0 ? `there is no server or tool ${unknown.join(', ')}\n${usage}` : usage)
  process.exit(2)
}
const otherwise = action === 'up' ? byDefault : known.map(each => each.name)
const isChosen = ({ name }: { readonly name: string }) =>
  (names.length > 0 ? names : otherwise).includes(name)
const chosen = servers.filter(isChosen)

if (action === 'tools') {
  for (const server of chosen) {
    server.install()
    console.log(server.name)
  }
  for (const tool of tools.filter(isChosen)) console.log(`${tool.name}: ${tool.install()}`)
} else if (action === 'up') {
  for (const server of chosen) server.install()
  await Promise.all(chosen.map(server => server.start()))
  for (const [name, value] of Object.entries(addresses)) console.log(`${name}=${value}`)
} else if (action === 'status') {
  for (const server of chosen) console.log(`${server.name.padEnd(10)} ${await server.status()}`)
} else {
  await Promise.all(chosen.map(server => (action === 'down' ? server.stop() : server.wipe())))
}
