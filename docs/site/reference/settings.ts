import { listSettings } from '../../../app/config.ts'
import { toCell } from './schema.ts'

/** The page on the settings: each with what it is by default, from the one place that reads them. */
export function renderSettingsReference(): string {
  const rows = listSettings().map(
    ({ variable, preset, help }) =>
      `| \`${variable}\` | ${preset === '' ? '' : `\`${toCell(preset)}\``} | ${toCell(help)} |`
  )
  return `# Settings

From the environment, and from a file \`.env\` in the current folder. A wrong one, or one nobody knows, ends the start, and all
faults are told at once. [Run the service](../how-to/run-the-service.md) tells what to do with them.

| setting | by default | meaning |
|---|---|---|
${rows.join('\n')}
`
}
