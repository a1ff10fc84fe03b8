import type { Mutant } from './mutant.ts'

/** Guards against another process, another tenant, an outage or an attack: one process alone never needs them. */
export const guardMutants: readonly Mutant[] = [
  {
    name: 'a relay sends on after it has lost its lease',
    file: 'relay/relay.ts',
    find: 'holdsLease() && !isClosing',
    replace: '!isClosing',
    test: { file: 'test/relay/relay-lease.test.ts', name: 'sends nothing more once it has lost its lease' }
  },
  {
    name: 'a relay believes that it holds a lease which it was refused',
    file: 'relay/relay.ts',
    find: '(await leases.take(RELAY_LEASE, owner, LEASE_SECONDS)) ? until : Number.NEGATIVE_INFINITY',
    replace: '(await leases.take(RELAY_LEASE, owner, LEASE_SECONDS)) ? until : until',
    test: { file: 'test/relay/relay-lease.test.ts', name: 'sends nothing more once it has lost its lease' }
  },
  {
    name: 'a relay gives out sequences of the feed beside the one that holds the lease',
    file: 'relay/relay.ts',
    find: 'if (!(await leases.hold(transaction, RELAY_LEASE, owner))) return',
    replace: '',
    test: {
      file: 'test/relay/relay-lease.test.ts',
      name: 'assigns no feed sequence while another process holds the lease, even before it notices'
    }
  },
  {
    name: 'a lease is taken from an owner that holds it',
    file: 'stores/leases.ts',
    find: 'return rows.length === 1',
    replace: 'return true',
    test: {
      file: 'test/stores/leases.test.ts',
      name: 'one owner at a time takes a lease, renews it, and loses it when it expires'
    }
  },
  {
    name: 'a process that closes drops the lease of another',
    file: 'stores/leases.ts',
    find: "deleteFrom('leases').where('name', '=', name).where('owner', '=', owner)",
    replace: "deleteFrom('leases').where('name', '=', name)",
    test: { file: 'test/stores/leases.test.ts', name: 'drops only its own lease' }
  },
  {
    name: 'a checkpoint is written from a position that is not the last one',
    file: 'cascades/rows/checkpoints.ts',
    find: ".where('position', '=', from)",
    replace: '',
    test: {
      file: 'test/cascades/rows/checkpoints.test.ts',
      name: 'advances a position only from its current value'
    }
  },
  {
    name: 'a checkpoint is written by an owner that lost the partition',
    file: 'cascades/rows/checkpoints.ts',
    find: ".where('owner', '=', owner)\n        .where('position', '=', from)",
    replace: ".where('position', '=', from)",
    test: {
      file: 'test/cascades/rows/checkpoints.test.ts',
      name: 'writes nothing for an owner after another has taken the partition'
    }
  },
  {
    name: 'a collector reads again what it has read, and its position moves backwards',
    file: 'cascades/collector/partition.ts',
    find: 'if (record.position < this.#position) continue',
    replace: '',
    test: {
      file: 'test/cascades/collector/redelivery.test.ts',
      name: 'ignores records that are read again after a rebalance, and never moves the position backwards'
    }
  },
  {
    name: 'the forecast watch moves its position backwards when a batch comes again',
    file: 'cascades/collector/start-forecast-watch.ts',
    find: 'if (from === undefined || position <= from) return',
    replace: 'if (from === undefined) return',
    test: {
      file: 'test/cascades/collector/forecast-watch.test.ts',
      name: 'ignores a batch that is delivered again, and never moves the position backwards'
    }
  },
  {
    name: 'the Idempotency-Key of one caller finds the prediction of another',
    file: 'api/submission.ts',
    find: `\${keyName ?? ''}`,
    replace: '',
    test: {
      file: 'test/api/idempotency-by-key.test.ts',
      name: 'creates a prediction for each of two callers with the same Idempotency-Key'
    }
  },
  {
    name: 'webhooks may go to link-local addresses, where clouds keep their metadata',
    file: 'adapters/webhooks/private-addresses.ts',
    find: "if (address.range() !== 'unicast') return true",
    replace: "if (!['unicast', 'linkLocal'].includes(address.range())) return true",
    test: {
      file: 'test/adapters/private-addresses.test.ts',
      name: 'treats an address as private: link local, including cloud metadata'
    }
  },
  {
    name: 'webhooks may go to addresses behind carrier-grade NAT',
    file: 'adapters/webhooks/private-addresses.ts',
    find: "if (address.range() !== 'unicast') return true",
    replace: "if (!['unicast', 'carrierGradeNat'].includes(address.range())) return true",
    test: {
      file: 'test/adapters/private-addresses.test.ts',
      name: 'treats an address as private: carrier-grade NAT'
    }
  },
  {
    name: 'webhooks may go to IPv4 addresses that are written as IPv6',
    file: 'adapters/webhooks/private-addresses.ts',
    find: '!address.match(globalUnicast)',
    replace: 'false',
    test: {
      file: 'test/adapters/private-addresses.test.ts',
      name: 'treats an address as private: IPv4-compatible IPv6'
    }
  },
  {
    name: 'the address that a name leads to is not checked at the connection',
    file: 'adapters/webhooks/http.ts',
    find: 'if (isPrivate && !allowPrivate)',
    replace: 'if (isPrivate && allowPrivate)',
    test: {
      file: 'test/adapters/webhooks-http.test.ts',
      name: 'checks the address of each connection, not only the first'
    }
  },
  {
    name: 'a store whose uploads in parts overwrite one another passes the check at the start',
    file: 'adapters/blobs/s3/find-unconditional-write.ts',
    find: "['PutObject', 'CompleteMultipartUpload']",
    replace: "['PutObject']",
    test: {
      file: 'test/adapters/s3-in-the-field.test.ts',
      name: 'rejects a store that ignores If-None-Match on CompleteMultipartUpload'
    }
  },
  {
    name: 'a listing that brings nothing new is asked for again without end',
    file: 'adapters/blobs/s3/list-keys.ts',
    find: 'emptyPages > MAX_EMPTY_PAGES',
    replace: 'false',
    test: {
      file: 'test/adapters/s3-listing.test.ts',
      name: 'rejects a listing instead of looping if the store sends empty pages for ever'
    }
  },
  {
    name: 'a short outage of the database ends a training',
    file: 'trainer/start-trainer.ts',
    find: '(clock.monotonic() < until ? null : false)',
    replace: 'false',
    test: {
      file: 'test/trainer/trainer-lease.test.ts',
      name: 'continues a training if the database is unavailable for less than the lease'
    }
  },
  {
    name: 'a training continues after an outage that was longer than its lease',
    file: 'trainer/start-trainer.ts',
    find: '(clock.monotonic() < until ? null : false)',
    replace: 'null',
    test: {
      file: 'test/trainer/trainer-lease.test.ts',
      name: 'publishes nothing if the database is unavailable until the lease expires'
    }
  },
  {
    name: 'a trainer publishes although another took its lease',
    file: 'trainer/run-training.ts',
    find: "if (!options.isOurs()) throw new Failure('shutting-down', 'another trainer took over')",
    replace: '',
    test: {
      file: 'test/trainer/trainer-lease.test.ts',
      name: 'a trainer whose lease another took publishes nothing'
    }
  },
  {
    name: 'a training reads all cases, whatever its limit',
    file: 'trainer/start-trainer.ts',
    find: 'limit: settings.maxCases',
    replace: 'limit: 100_000',
    test: {
      file: 'test/trainer/trainer-lease.test.ts',
      name: 'a training reads at most its limit of cases, those that ended last'
    }
  },
  {
    name: 'a case trains the baseline that it is scored beside',
    file: 'trainer/score-outcomes.ts',
    find: '.filter(({ subject }) => !subjects.has(subject))',
    replace: '',
    test: {
      file: 'test/trainer/score-outcomes.test.ts',
      name: 'a case does not train the baseline that it is compared with'
    }
  },
  {
    name: 'the limit of the range is what 90 % of the training rows keep',
    file: 'predictors/cascade-size/range.ts',
    find: 'limitShare = 0.975',
    replace: 'limitShare = 0.9',
    test: {
      file: 'test/predictors/cascade-size/range-limit.test.ts',
      name: '97.5 % of the training rows are within the limit of the range'
    }
  }
]
