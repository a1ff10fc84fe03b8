import { listSettings } from './config.ts'

/** The text of .env.example, as it must be: a test compares the two. `node app/env-example.ts > .env.example` writes it. */
export function renderEnvExample(): string {
  const lines = listSettings().map(({ variable, preset, help }) => `# ${help}\n# ${variable}=${preset}\n`)
  return `# Copy to .env and change what you want to change. Every setting is here, with what it is by default.\n\n${lines.join('\n')}`
}

if (import.meta.main) process.stdout.write(renderEnvExample())
