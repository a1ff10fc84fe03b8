import { fileURLToPath } from 'node:url'

/**
 * The parameters of the example set and the bootstrap model. `npm run bootstrap` rebuilds both, byte for byte. The example set is
 * simulated: many small and few large cascades.
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
  windows: [300, 600, 3_600],
  seed: 1,
  heldOutShare: 0.1,
  train: {
    trees: 24,
    minLeaf: 10,
    rangeReferences: 250,
    remembersAuthors: false,
    keepsIds: false,
    /** Those of the real cascades. */
    networks: ['Twitter (GossipCop)', 'Weibo (CasFlow)'],
    outsideRange: 'untrained-estimate'
  },
  /**
   * What each variant learns from: so many cascades of each population, with what it may know of followers, and one of
   * `every` cascades of folders of examples/. The examples of the page are of the kind of `simulated`.
   */
  variants: {
    all: {
      trimmedShare: 0.07,
      cascades: { ordinary: 1_800, noticed: 60, bursts: 30, slow: 60, viral: 250, celebrities: 300 },
      folders: [{ name: 'simulated', every: 2 }]
    },
    post: {
      trimmedShare: 0.03,
      cascades: { noticed: 30, slow: 250, viral: 150, celebrities: 150 },
      folders: []
    },
    none: {
      trimmedShare: 0,
      cascades: { ordinary: 16, reshared: 250, noticed: 150, bursts: 250, slow: 200 },
      folders: [
        { name: 'public/gossipcop', every: 1 },
        { name: 'public/casflow-sample', every: 1 }
      ]
    }
  }
} as const

/** The folder of the simulated cascades. */
export const exampleFolder = fileURLToPath(new URL('../../examples/simulated', import.meta.url))

/** Examples of all kinds. */
export const examplesFolder: string = fileURLToPath(new URL('../../examples', import.meta.url))

/** The folder of artefact.bin and manifest.json of the bootstrap model. */
export const bootstrapFolder = fileURLToPath(new URL('../../examples/bootstrap', import.meta.url))

export const bootstrapArtefactFile = `${bootstrapFolder}/artefact.bin`
export const bootstrapManifestFile = `${bootstrapFolder}/manifest.json`
