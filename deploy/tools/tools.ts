import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { installGoTool } from '../servers/go-tool.ts'
import { installJars } from '../servers/maven.ts'
import { installPackages } from '../servers/server.ts'
import { pythonEnvironments, pythonWith } from './python.ts'

/** A third-party program that tests use. `install` installs it if it is missing, and returns its path. */
interface Tool {
  readonly name: string
  install(): string
}

export const helm: Tool = {
  name: 'helm',
  install: () => installGoTool('helm', 'helm.sh/helm/v3/cmd/helm@v3.22.0')
}

/** The parser of Compose files in `docker compose`: parses and validates a file, and prints the result. */
export const composeReader: Tool = {
  name: 'compose-go',
  install: () => installGoTool('compose-go', 'github.com/compose-spec/compose-go/v2/cmd@v2.16.2', 'cmd')
}

/** Validates manifests by the schemas of many versions of Kubernetes. */
export const kubernetesValidate: Tool = {
  name: 'kubernetes-validate',
  install: () => join(pythonWith('kubernetes-validate'), '..', 'kubernetes-validate')
}

/** The source of KEDA, with the schemas of its kinds and the field names of its scalers. */
export const keda: Tool = {
  name: 'keda',
  install() {
    const module = 'github.com/kedacore/keda/v2@v2.21.0'
    const answer = execFileSync('go', ['mod', 'download', '-json', module], { encoding: 'utf8' })
    return (JSON.parse(answer) as { readonly Dir: string }).Dir
  }
}

/** Kafka Connect with the sink of deploy/connect. `install` returns the class path. */
export const connect: Tool = {
  name: 'connect',
  install: () => installJars('connect-4.1.1', new URL('connect-pom.xml', import.meta.url))
}

export const kcat = debianTool('kcat', '/usr/bin/kcat')
/** Validates metrics as a Prometheus server reads them. */
export const promtool = debianTool('prometheus', '/usr/bin/promtool')
export const curl = debianTool('curl', '/usr/bin/curl')
const chromium = debianTool('chromium', '/usr/bin/chromium')

/** All tools that the suites use besides the servers: `npm run -s services -- tools`. */
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

/** A Debian package; the release of Debian pins its version. */
function debianTool(name: string, path: string): Tool {
  return {
    name,
    install() {
      if (spawnSync(path, ['--version'], { stdio: 'ignore' }).error) installPackages(name)
      return path
    }
  }
}
