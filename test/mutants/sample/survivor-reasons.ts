/** Why no test has to notice a mutant of the sample, by its id. */
export const survivorReasons: Readonly<Record<string, string>> = {
  '724a242a0ee9':
    'decides whether a checkpoint that nobody is notified of is synced to disk: only a power cut would show it',
  '3092f5149725':
    'bounds the memory of a cache: without it forwarding is the same, and only a long run would show it',
  e22dbb81f856:
    'saves the progress of a topic replay between its batches: what is lost is only how recent the progress is'
}
