import { listSettings } from '../../../app/config.ts'
import { toCell } from './schema.ts'

/** The page on the settings: each with what it is by default, from the one place that reads them. */
export function renderSettingsReference(): string {
  const rows = listSettings().map(
    ({ variable, preset, help }) =>
      `| \`${variable}\` | ${preset === '' ? '' : `\`${toCell(preset)}\``} | ${toCell(help)} |`
  )
  return `# Settings

Look up every setting here. Set them in the environment or in a file \`.env\` in the current folder. The program refuses to start with
a wrong or unknown setting and reports all faults at once. [Run the service](../how-to/run-the-service.md) has examples.

| setting | default | meaning |
|---|---|---|
${rows.join('\n')}
`
}
