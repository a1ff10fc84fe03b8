import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { installGoTool } from '../servers/go-tool.ts'
import { installJars } from '../servers/maven.ts'
import { installPackages, runStep } from '../servers/server.ts'
import { installFolder } from '../servers/settings.ts'

/** What looks over the files in deploy/. Each is brought onto this machine at the first call, and answers its path. */
export function installHelm(): string {
  return installGoTool('helm', 'helm.sh/helm/v3/cmd/helm@v3.22.0')
}

/** The reader of Compose files that `docker compose` is built on: parses, checks, and prints what it understood. */
export function installComposeReader(): string {
  return installGoTool('compose-go', 'github.com/compose-spec/compose-go/v2/cmd@v2.16.2', 'cmd')
}

/** Carries the schemas of many versions of Kubernetes. */
export function installKubernetesValidate(): string {
  const home = join(installFolder, 'kubernetes-validate-1.37.0')
  const program = join(home, 'bin', 'kubernetes-validate')
  if (!existsSync(program)) {
    installPackages('python3-venv')
    runStep('python3', ['-m', 'venv', '--clear', home])
    const pins = join(import.meta.dirname, 'kubernetes-validate.txt')
    runStep(join(home, 'bin', 'pip'), ['install', '-q', '-r', pins])
  }
  return program
}

/** KEDA's source: the schemas of its kinds, and the names that its scalers read. */
export function downloadKeda(): string {
  const told = execFileSync('go', ['mod', 'download', '-json', 'github.com/kedacore/keda/v2@v2.21.0'], {
    encoding: 'utf8'
  })
  return (JSON.parse(told) as { readonly Dir: string }).Dir
}

/** Kafka Connect with the sink of deploy/connect. Answers the class path. */
export function installConnect(): string {
  return installJars('connect-4.1.1', new URL('connect-pom.xml', import.meta.url))
}
