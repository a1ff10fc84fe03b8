import type { Command } from 'commander'
import { printAnswer } from './print-answer.ts'
import { addServiceOptions, reachService, type ServiceOptions } from './service.ts'
import type { Terminal } from './terminal.ts'

interface Options extends ServiceOptions {
  readonly cascade?: string
  readonly source?: string
  readonly from?: string
  readonly before?: string
  readonly reason: string
  readonly yes?: true
  readonly json?: true
}

export function describe(command: Command, terminal: Terminal): void {
  command.description('Outcomes that were made by mistake.')
  addServiceOptions(
    command
      .command('withdraw')
      .description('Takes outcomes back, with their samples and scores. Without --yes it only says which.')
      .option('--cascade <id>', 'that of one cascade')
      .option('--source <name>', 'those that a source of the stream ended')
      .option('--from <time>', 'those that ended then or later, as 2026-11-21T08:00:00Z')
      .option('--before <time>', 'those that ended before')
      .option('--yes', 'do it')
      .requiredOption('--reason <text>', 'why, for the log and the message that retracts them')
  ).action(async (options: Options) => {
    const { cascade, source, from, before, reason, yes, json } = options
    const answer = await reachService(options).outcomes.withdraw({
      reason,
      isDryRun: yes !== true,
      ...(cascade && { cascadeId: cascade }),
      ...(source && { source }),
      ...(from && { endedFrom: from }),
      ...(before && { endedBefore: before })
    })
    const { isDryRun, outcomes, samples, scores, cascadeIds } = answer
    const counts = `${outcomes} outcomes, ${samples} samples, ${scores} scores`
    const first = cascadeIds.length > 0 ? `\n  ${cascadeIds.join('\n  ')}` : ''
    await printAnswer(terminal, json, answer, () =>
      isDryRun ? `would withdraw ${counts} (--yes does it)${first}` : `withdrew ${counts}${first}`
    )
  })
}
