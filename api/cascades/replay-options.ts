import { invalidField } from '../../ports/invalid-field.ts'

type Kind = 'folder' | 'simulation' | 'topic'

const ofFolder = ['folder', 'proof', 'order', 'speed', 'provenance', 'cascades', 'isLooped', 'seed']
const options: Readonly<Record<Kind, readonly string[]>> = {
  folder: [...ofFolder, 'pauseSeconds', 'startGapSeconds'],
  simulation: ['speed', 'provenance', 'startGapSeconds', 'seed'],
  topic: ['model']
}

/** Throws Failure('invalid-field') for an option that has no effect on this kind of replay. */
export function refuseUnusedOptions(
  kind: Kind,
  order: 'time' | 'random' | undefined,
  sent: readonly string[]
): void {
  for (const name of sent) {
    if (name === 'kind' || options[kind].includes(name)) continue
    const kinds = Object.entries(options)
      .filter(([, names]) => names.includes(name))
      .map(([each]) => each)
    throw invalidField(`/${name}`, `is an option of kind ${kinds.join(' or ')} (got kind ${kind}): omit it`)
  }
  if (kind !== 'folder') return
  const unused = order === 'random' ? 'startGapSeconds' : 'pauseSeconds'
  const wanted = order === 'random' ? 'time' : 'random'
  if (sent.includes(unused))
    throw invalidField(`/${unused}`, `is an option of order ${wanted}: omit it, or set order to ${wanted}`)
}
