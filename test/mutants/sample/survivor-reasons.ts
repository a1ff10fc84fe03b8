/** Why no test has to notice a mutant of the sample, by its id. */
export const survivorReasons: Readonly<Record<string, string>> = {
  '724a242a0ee9':
    'decides whether a checkpoint that nobody is notified of is synced to disk: only a power cut would show it',
  '3092f5149725':
    'bounds the memory of a cache: without it forwarding is the same, and only a long run would show it',
  e22dbb81f856:
    'saves the progress of a topic replay between its batches: what is lost is only how recent the progress is',
  '4ed136d38f8f': 'compiles a known statement anew: it answers the same, and takes longer',
  '892b4a12d0fb': 'wakes the relay although nothing was written: it looks, and finds nothing to send',
  '0e49b2712fda':
    'lets the watches of other predictors look once more at a promotion: nothing has changed there',
  '7cb274dec593': 'decodes ASCII from its bytes instead of slicing its text: the text is the same',
  '1f59b58a20d8':
    'orders two groups whose ends and 32-bit draws are both the same: the draw decides before it',
  b5b6aa861b72: 'bounds how many deliveries wait in a worker: jobs are answered the same with fewer',
  e7d01c41a2f9:
    'evicts a cascade that was just read into memory one round sooner: it is read again when it is needed',
  '1d8de16b2447':
    'writes the row of a cascade that was read back sooner than needed, and counts one row less: only the pace of checkpoints differs',
  '784142be99b8':
    'takes the journal for outdated after each deletion: the next checkpoint writes all rows, which is never wrong',
  c1c7439a96b1:
    'chooses the rows of a small batch by their bytes too: they are the same rows, read more slowly',
  acd0419f632a:
    'forgets what was looked up before a route was added: all routes are added before the first request',
  '40576a5b0f10':
    'starts a timer although no place is free: when it fires nothing can begin, and the end of a batch begins what waits',
  '289506585b62':
    'is the count that a replay begins with: it is read only beside an epoch, and written whole together with it',
  '6896fa529d55':
    'writes the checkpoint of a batch that is wholly known once more, with the position that it has: nothing else is written',
  '1240e2c2416c': 'takes the other of two entries with the same due time: their order is not defined',
  d258b5f59ac5:
    'leaves a flag on a row that is free: a deletion makes the next checkpoint whole, which ignores it, and the next cascade resets it',
  '9fc8f20c8b28':
    'counts the alerts of the cascades of a topic replay, which begins none: the count is 0 either way'
}
