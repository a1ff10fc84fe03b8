import about from '../../package.json' with { type: 'json' }
import { Complaint, examine, type Finding } from './examine.ts'

/** Of any mode. */
export function examineMachine(nodeVersion = process.versions.node): Promise<readonly Finding[]> {
  async function node(): Promise<string> {
    const [, least] = /^>=(\d+)$/.exec(about.engines.node)!
    const [major] = nodeVersion.split('.').map(Number)
    if (major! < Number(least))
      throw new Complaint(
        `Node ${nodeVersion}`,
        `use Node ${least} or later, as npm start does (${about.devDependencies.node})`
      )
    return `Node ${nodeVersion}`
  }
  return examine([{ name: 'machine.node', run: node, mend: 'install Node again' }])
}
