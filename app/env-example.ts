import { listSettings } from './config.ts'

/** The text of .env.example, which a test compares with the file. `node app/env-example.ts > .env.example` writes it. */
export function renderEnvExample(): string {
  const lines = listSettings().map(({ variable, preset, help }) => `# ${help}\n# ${variable}=${preset}\n`)
  return `# Copy this file to .env and change what you need. It lists every setting with its default.\n\n${lines.join('\n')}`
}

if (import.meta.main) process.stdout.write(renderEnvExample())
