import type { Command } from 'commander'
import { formatNumber } from '../format.ts'
import { formatPairs, printAnswer } from '../print-answer.ts'
import type { Terminal } from '../terminal.ts'
import { addPredictorOption, openPredictor, type PredictorOptions } from './open-predictor.ts'
import { readArtefact } from './read-artefact.ts'

interface Options extends PredictorOptions {
  readonly json?: true
}

export function describe(command: Command, terminal: Terminal): void {
  addPredictorOption(command)
    .description('Checks that a predictor can read a model file, and prints its size and checksum.')
    .argument('<model>', 'model file, as groundswell train writes it')
    .option('--json', 'print the description as JSON')
    .action((file: string, options: Options) => run(file, options, terminal))
}

async function run(file: string, options: Options, terminal: Terminal): Promise<void> {
  const { predictor } = await openPredictor(options)
  const { bytes, checksum: sha256 } = await readArtefact(file, predictor)
  const { name, title, sampleVersion } = predictor
  const description = { file, predictor: name, title, bytes: bytes.byteLength, sha256, sampleVersion }
  await printAnswer(terminal, options.json, description, () =>
    formatPairs(`${file}: a model of ${name} (${title})`, [
      ['size', `${formatNumber(bytes.byteLength / 1e6, 3)} MB`],
      ['sha256', sha256],
      ['sample version', String(sampleVersion)]
    ])
  )
}
