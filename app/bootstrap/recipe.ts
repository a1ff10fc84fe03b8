import { fileURLToPath } from 'node:url'

/**
 * The parameters of the example set and the bootstrap model. `npm run bootstrap` rebuilds both, byte for byte.
 * All cascades are simulated: many small and few large ones.
 */
export const recipe = {
  simulate: {
    cascades: 400,
    seed: 20261121,
    'branching-factor': '0.6:0.98',
    cutoff: '10:120',
    decay: '0.8:2',
    followers: 'power-law:1e6',
    'post-followers': 'power-law:1e6',
    'minimum-events': 10,
    'maximum-events': 3000
  },
  windows: [300, 600, 3600],
  train: { trees: 40 },
  seed: 1,
  heldOutShare: 0.25
} as const

/** The folder of the simulated cascades. */
export const exampleFolder = fileURLToPath(new URL('../../examples/simulated', import.meta.url))

/** The folder of artefact.bin and manifest.json of the model that is trained on them. */
export const bootstrapFolder = fileURLToPath(new URL('../../examples/bootstrap', import.meta.url))

export const bootstrapArtefactFile = `${bootstrapFolder}/artefact.bin`
export const bootstrapManifestFile = `${bootstrapFolder}/manifest.json`
