import { addresses } from '../../deploy/servers/settings.ts'

/** The address of a real server: from the environment, or the one of `npm run services`. */
export function serverAddress(name: keyof typeof addresses): string {
  return process.env[name] ?? addresses[name]
}
