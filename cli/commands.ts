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
    summary: 'make the tables, topics, queues and bucket that are missing',
    load: () => import('./set-up.ts')
  },
  {
    name: 'doctor',
    summary: 'look at all that the service depends on, and say how to fix it',
    load: () => import('./doctor.ts')
  },
  {
    name: 'replay',
    summary: 'play finished cascades onto the stream',
    load: () => import('./replay.ts')
  },
  {
    name: 'submit',
    summary: 'hand one cascade, or one input, to the service, and wait for its answer',
    load: () => import('./submit.ts'),
    loadForPredictor: () => import('./any-predictor/submit.ts')
  },
  {
    name: 'predictions',
    summary: 'list, show, cancel and retry what the service was asked',
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
    summary: 'list and redrive what failed',
    load: () => import('./dead-letters.ts')
  },
  {
    name: 'sources',
    summary: 'list the sources of the stream, and reset the time of one',
    load: () => import('./sources.ts')
  },
  {
    name: 'outcomes',
    summary: 'report, list and take back outcomes',
    load: () => import('./outcomes.ts')
  },
  {
    name: 'backup',
    summary: 'copy the data folder, while the service runs',
    load: () => import('./backup.ts')
  },
  {
    name: 'restore',
    summary: 'make a data folder of a backup',
    load: () => import('./restore.ts')
  },
  {
    name: 'simulate',
    summary: 'make cascades of a known process, seeded',
    load: () => import('./simulate.ts')
  },
  { name: 'fit', summary: 'explain one cascade by a Hawkes process', load: () => import('./fit.ts') },
  {
    name: 'import',
    summary: 'make a folder of cascades from exports and data sets',
    load: () => import('./import.ts')
  },
  {
    name: 'train',
    summary: 'learn a model from finished cascades, or from the cases of a file',
    load: () => import('./train.ts'),
    loadForPredictor: () => import('./any-predictor/train.ts')
  },
  {
    name: 'predict',
    summary: 'forecast every cascade of a folder, or answer the inputs of a file',
    load: () => import('./predict.ts'),
    loadForPredictor: () => import('./any-predictor/predict.ts')
  },
  {
    name: 'evaluate',
    summary: 'measure every method side by side',
    load: () => import('./evaluate.ts'),
    loadForPredictor: () => import('./any-predictor/evaluate.ts')
  },
  {
    name: 'inspect',
    summary: 'say what a model holds',
    load: () => import('./inspect.ts'),
    loadForPredictor: () => import('./any-predictor/inspect.ts')
  },
  { name: 'plot', summary: 'draw a cascade and its forecast', load: () => import('./plot.ts') }
]
