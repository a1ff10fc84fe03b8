import about from '../../package.json' with { type: 'json' }
import { examine, type Finding, FindingError } from './examine.ts'

/** Of any mode. */
export function examineMachine(nodeVersion = process.versions.node): Promise<readonly Finding[]> {
  async function node(): Promise<string> {
    const [, least] = /^>=(\d+)$/.exec(about.engines.node)!
    const [major] = nodeVersion.split('.').map(Number)
    if (major! < Number(least))
      throw new FindingError(
        `Node ${nodeVersion}`,
        `use Node ${least} or later, as npm start does (${about.devDependencies.node})`
      )
    return `Node ${nodeVersion}`
  }
  return examine([{ name: 'machine.node', run: node, remedy: 'install Node again' }])
}
