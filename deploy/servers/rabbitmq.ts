import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { answers, buildServer, installPackages } from './server.ts'
import { settings } from './settings.ts'

const programs = '/usr/lib/rabbitmq/bin'
const epmd = ['-port', String(settings.epmdPort)]

export const rabbitmq = buildServer({
  name: 'rabbitmq',
  install: () => installPackages('rabbitmq-server'),
  prepare(folder) {
    mkdirSync(join(folder, 'mnesia'), { recursive: true })
    writeFileSync(join(folder, 'enabled_plugins'), '[].')
    writeFileSync(
      join(folder, 'rabbitmq.conf'),
      'loopback_users.guest = true\nvm_memory_high_watermark.absolute = 1GB\ndisk_free_limit.absolute = 200MB\n'
    )
  },
  command: folder => ({
    file: join(programs, 'rabbitmq-server'),
    args: [],
    options: {
      env: {
        ...nodeEnvironment(folder),
        RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
        RABBITMQ_NODE_PORT: String(settings.rabbitmqPort),
        RABBITMQ_DIST_PORT: String(settings.rabbitmqDistributionPort),
        RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
        RABBITMQ_LOG_BASE: folder,
        RABBITMQ_PID_FILE: join(folder, 'rabbitmq.pid'),
        RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
        RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq'),
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 2:2'
      }
    }
  }),
  isReady: () => answers(settings.rabbitmqPort, Uint8Array.of(0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1)),
  // The port mapper (epmd) is a separate daemon; only this server uses it on this port.
  afterStop: () => void spawnSync('epmd', [...epmd, '-kill'], { stdio: 'ignore' })
})

function nodeEnvironment(folder: string) {
  return {
    PATH: process.env.PATH,
    LANG: 'C.UTF-8',
    HOME: folder,
    RABBITMQ_NODENAME: `groundswell${settings.rabbitmqPort}@localhost`,
    ERL_EPMD_ADDRESS: '127.0.0.1',
    ERL_EPMD_PORT: String(settings.epmdPort)
  }
}

/** Runs a command of rabbitmqctl on the running broker. */
export function controlRabbitmq(...args: readonly string[]): void {
  execFileSync(join(programs, 'rabbitmqctl'), ['--quiet', ...args], {
    env: nodeEnvironment(join(settings.folder, 'run', 'rabbitmq')),
    timeout: 60_000,
    stdio: ['ignore', 'ignore', 'inherit']
  })
}
