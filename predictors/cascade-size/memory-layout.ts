/**
 * The memory of assembly/power-law-sums.ts: byte addresses of float64 values in one page of 65 536 bytes. Its size does not
 * depend on the number of events. AssemblyScript and TypeScript import these constants; the addresses are defined only here.
 *
 *        0  WEIGHTS            by node     the weight of each node                  written by TypeScript
 *     1024  RUNNING            by node     R_k
 *     2048  RUNNING_LOG        by node     R_k with each term times log m_j
 *     3072  COLLECTED          by node     Q_k
 *     4096  STILL_WEIGHT ...   7 scalars   the weight of the node s = 0, and sums
 *     8192  GAPS               by event    seconds to the next event                written by TypeScript, a block at a time
 *    16384  LOG_FOLLOWERS      by event                                             written by TypeScript, a block at a time
 *    24576  FOLLOWER_WEIGHTS   by event    m_j^beta, scratch
 *    32768  INTENSITIES        by event    lambda_i                                 read by TypeScript, a block at a time
 */
export const NODE_CAPACITY = 128
export const BLOCK_EVENTS = 1024

export const WEIGHTS = 0
export const RUNNING = 1024
export const RUNNING_LOG = 2048
export const COLLECTED = 3072
export const STILL_WEIGHT = 4096
export const TOTAL = 4104
export const TOTAL_LOG = 4112
export const AGED = 4120
export const AGED_LOG = 4128
export const STILL_COLLECTED = 4136
export const EXPONENT_GRADIENT = 4144
export const GAPS = 8192
export const LOG_FOLLOWERS = 16384
export const FOLLOWER_WEIGHTS = 24576
export const INTENSITIES = 32768
