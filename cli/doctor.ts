import type { Command } from 'commander'
import { systemClock } from '../adapters/clock/system.ts'
import { readConfig, readEnvironment } from '../app/config.ts'
import type { Finding } from './doctor/examine.ts'
import { examineAll } from './doctor/examine-all.ts'
import { UnhealthyError } from './exit-codes.ts'
import { formatTable } from './format.ts'
import type { Terminal } from './terminal.ts'

export function describe(command: Command, terminal: Terminal): void {
  command
    .description(
      'Checks everything that the configured mode depends on, and says how to fix what is wrong. For each server of a ' +
        'cluster: address, version, permissions, limits, durability and clock; in embedded mode: the data folder. ' +
        'Removes all test data. Exit code 3: something is wrong.'
    )
    .option('--json', 'print the findings as JSON')
    .action(async ({ json }: { readonly json?: true }) => {
      const config = readConfig(...readEnvironment())
      const findings = await examineAll(config, systemClock)
      const wrong = findings.filter(({ state }) => state === 'wrong')
      if (json)
        await terminal.print(
          JSON.stringify({
            mode: config.mode,
            isWell: wrong.length === 0,
            findings: findings.map(addDeprecated)
          })
        )
      else await terminal.print(formatFindings(findings))
      if (wrong.length > 0)
        throw new UnhealthyError(
          `${wrong.length} of ${findings.length} checks failed: ${wrong.map(({ name }) => name).join(', ')}`
        )
    })
}

/** `mend` is the deprecated name of `remedy`. */
function addDeprecated(finding: Finding): object {
  return { ...finding, mend: finding.remedy }
}

function formatFindings(findings: readonly Finding[]): string {
  const rows = findings.map(({ name, state, found }) => [name, state, found])
  const [head, ...lines] = formatTable(['check', 'state', 'found'], rows).split('\n')
  const withRemedies = lines.map((line, index) => {
    const { remedy } = findings[index]!
    return remedy === null ? line : `${line}\n    remedy: ${remedy}`
  })
  return [head, ...withRemedies].join('\n')
}
