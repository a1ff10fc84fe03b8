import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { installGoTool } from '../servers/go-tool.ts'
import { installJars } from '../servers/maven.ts'
import { installPackages } from '../servers/server.ts'
import { pythonEnvironments, pythonWith } from './python.ts'

/** A third-party program that tests use. `install` does nothing where it is there, and answers its path. */
interface Tool {
  readonly name: string
  install(): string
}

export const helm: Tool = {
  name: 'helm',
  install: () => installGoTool('helm', 'helm.sh/helm/v3/cmd/helm@v3.22.0')
}

/** The reader of Compose files that `docker compose` is built on: parses, checks, and prints what it understood. */
export const composeReader: Tool = {
  name: 'compose-go',
  install: () => installGoTool('compose-go', 'github.com/compose-spec/compose-go/v2/cmd@v2.16.2', 'cmd')
}

/** Carries the schemas of many versions of Kubernetes. */
export const kubernetesValidate: Tool = {
  name: 'kubernetes-validate',
  install: () => join(pythonWith('kubernetes-validate'), '..', 'kubernetes-validate')
}

/** KEDA's source: the schemas of its kinds, and the names that its scalers read. */
export const keda: Tool = {
  name: 'keda',
  install() {
    const module = 'github.com/kedacore/keda/v2@v2.21.0'
    const answer = execFileSync('go', ['mod', 'download', '-json', module], { encoding: 'utf8' })
    return (JSON.parse(answer) as { readonly Dir: string }).Dir
  }
}

/** Kafka Connect with the sink of deploy/connect: its class path. */
export const connect: Tool = {
  name: 'connect',
  install: () => installJars('connect-4.1.1', new URL('connect-pom.xml', import.meta.url))
}

export const kcat = debianTool('kcat', '/usr/bin/kcat')
/** Checks what a Prometheus server would scrape. */
export const promtool = debianTool('prometheus', '/usr/bin/promtool')
export const curl = debianTool('curl', '/usr/bin/curl')
const chromium = debianTool('chromium', '/usr/bin/chromium')

/** All that the suites use beside the servers: `npm run -s services -- tools`. */
export const tools: readonly Tool[] = [
  chromium,
  curl,
  kcat,
  promtool,
  ...pythonEnvironments.map(name => ({ name: `python/${name}`, install: () => pythonWith(name) })),
  connect,
  helm,
  composeReader,
  keda
]

/** Of Debian's own release, which pins its version. */
function debianTool(name: string, path: string): Tool {
  return {
    name,
    install() {
      if (spawnSync(path, ['--version'], { stdio: 'ignore' }).error) installPackages(name)
      return path
    }
  }
}
