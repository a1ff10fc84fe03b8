import { addresses } from '../../deploy/servers/settings.ts'

/** Where a real server answers: the environment's word, else where `npm run services` starts it. */
export function serverAddress(name: keyof typeof addresses): string {
  return process.env[name] ?? addresses[name]
}
