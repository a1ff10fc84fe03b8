import { openSqlite } from '../../adapters/database/sqlite/open.ts'

// A process that writes as fast as it can, and prints the name of each row once it is committed. Tests kill it.
const [path, run] = process.argv.slice(2) as [string, string]
const WRITERS = 20
const database = await openSqlite({ path })
await database.migrate()

async function write(writer: number): Promise<void> {
  for (let count = 0; ; count++) {
    const name = `${run}.${writer}.${count}`
    const rows = [`${name}.a`, `${name}.b`].map(key => ({ name: key, owner: 'x', until: 0 }))
    const statements = rows.map(row => database.reader.insertInto('leases').values(row).compile())
    // Mixes `write` and `run` in the same groups.
    if (writer % 2 === 0) await database.run(statements)
    else
      await database.write(async transaction => {
        for (const row of rows) await transaction.insertInto('leases').values(row).execute()
      })
    process.stdout.write(`${name}\n`)
  }
}

await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)))
