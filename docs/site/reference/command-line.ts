import { Command } from 'commander'
import { commands } from '../../../cli/commands.ts'
import type { Terminal } from '../../../cli/terminal.ts'

const silent: Terminal = {
  print: async () => {},
  async *readInput() {},
  printNote: () => {},
  startProgress: () => ({ advance() {}, [Symbol.dispose]() {} })
}

/** The page on the command line: what each command says of itself when asked for its help. */
export async function renderCommandReference(): Promise<string> {
  const sections: string[] = []
  for (const { name, summary, load, loadForPredictor } of commands) {
    const render = async ({ describe }: Awaited<ReturnType<typeof load>>) => {
      const program = new Command('groundswell').configureHelp({ helpWidth: 80 })
      const command = program.command(name).description(summary).copyInheritedSettings(program)
      describe(command, silent)
      return renderHelp(command)
    }
    sections.push(`## ${name}\n\n${capitalize(summary)}.\n\n${await render(await load())}`)
    if (loadForPredictor) sections.push(`With \`--predictor\`:\n\n${await render(await loadForPredictor())}`)
  }
  return `# The command line: every option

Look up every option here. The page is generated from \`groundswell <command> --help\`. In a checkout run
\`npm run -s groundswell -- <command>\`, with the installed package \`npx groundswell <command>\`.
[The command line](../command-line.md) explains the commands.

${sections.join('\n')}`
}

function renderHelp(command: Command): string {
  const own = `\`\`\`text\n${command.helpInformation().trimEnd()}\n\`\`\`\n`
  return [own, ...command.commands.map(renderHelp)].join('\n')
}

function capitalize(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}`
}
