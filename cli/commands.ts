import type { CommandEntry } from './command.ts'

/** Every command, in the order of the help. One file each. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'start',
    summary: 'run the service',
    load: () => import('./start.ts')
  },
  {
    name: 'set-up',
    summary: 'create missing tables, topics, queues and the bucket',
    load: () => import('./set-up.ts')
  },
  {
    name: 'doctor',
    summary: 'check everything that the service depends on, and say how to fix it',
    load: () => import('./doctor.ts')
  },
  {
    name: 'replay',
    summary: 'play finished cascades onto the stream',
    load: () => import('./replay.ts')
  },
  {
    name: 'submit',
    summary: 'submit one cascade or one input to the service',
    load: () => import('./submit.ts'),
    loadForPredictor: () => import('./any-predictor/submit.ts')
  },
  {
    name: 'predictions',
    summary: 'list, show, cancel and retry predictions of the service',
    load: () => import('./predictions.ts')
  },
  {
    name: 'models',
    summary: 'list, show, compare, promote and roll back model versions',
    load: () => import('./models.ts')
  },
  {
    name: 'verify',
    summary: 'measure the live version on the newest outcomes and a golden set',
    load: () => import('./verify.ts')
  },
  {
    name: 'dead-letters',
    summary: 'list, redrive, save and remove dead letters',
    load: () => import('./dead-letters.ts')
  },
  {
    name: 'sources',
    summary: 'list the sources of the stream, and reset their watermarks',
    load: () => import('./sources.ts')
  },
  {
    name: 'outcomes',
    summary: 'report, list and withdraw outcomes',
    load: () => import('./outcomes.ts')
  },
  {
    name: 'backup',
    summary: 'copy the data folder while the service runs',
    load: () => import('./backup.ts')
  },
  {
    name: 'restore',
    summary: 'create a data folder from a backup',
    load: () => import('./restore.ts')
  },
  {
    name: 'simulate',
    summary: 'generate cascades from a known process and a seed',
    load: () => import('./simulate.ts')
  },
  { name: 'fit', summary: 'fit a Hawkes process to one cascade', load: () => import('./fit.ts') },
  {
    name: 'import',
    summary: 'create a folder of cascades from exports and data sets',
    load: () => import('./import.ts')
  },
  {
    name: 'train',
    summary: 'train a model on finished cascades, or on the cases of a file',
    load: () => import('./train.ts'),
    loadForPredictor: () => import('./any-predictor/train.ts')
  },
  {
    name: 'predict',
    summary: 'forecast every cascade of a folder, or predict every input of a file',
    load: () => import('./predict.ts'),
    loadForPredictor: () => import('./any-predictor/predict.ts')
  },
  {
    name: 'evaluate',
    summary: 'compare the accuracy of all methods',
    load: () => import('./evaluate.ts'),
    loadForPredictor: () => import('./any-predictor/evaluate.ts')
  },
  {
    name: 'inspect',
    summary: 'describe a model',
    load: () => import('./inspect.ts'),
    loadForPredictor: () => import('./any-predictor/inspect.ts')
  },
  { name: 'plot', summary: 'draw a cascade and its forecast', load: () => import('./plot.ts') }
]
