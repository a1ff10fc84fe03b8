import about from '../../package.json' with { type: 'json' }
import { examine, type Finding, FindingError } from './examine.ts'

/** Checks what every mode needs from this machine. */
export function examineMachine(nodeVersion = process.versions.node): Promise<readonly Finding[]> {
  async function node(): Promise<string> {
    const [, minVersion] = /^>=(\d+)$/.exec(about.engines.node)!
    const [major] = nodeVersion.split('.').map(Number)
    if (major! < Number(minVersion))
      throw new FindingError(
        `Node ${nodeVersion}`,
        `use Node ${minVersion} or later (npm start uses ${about.devDependencies.node})`
      )
    return `Node ${nodeVersion}`
  }
  return examine([{ name: 'machine.node', run: node, remedy: 'install Node again' }])
}
