/** `spil <command>`: finds the command and says plainly what went wrong. What a command does stands in src/cli/ or in its room. */
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// What Node made of the sources is kept, which halves the time to start; so everything below is imported after this line.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/node'))
const { commandNamed, usage } = await import('./cli/commands.ts')
const { inWords } = await import('./cli/failures.ts')

// Whatever Spil writes (files, keys, back-ups) is for its own user alone.
process.umask(0o077)

const [name, ...args] = process.argv.slice(2)

async function main(): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    console.log(await usage())
    return name === undefined ? 2 : 0
  }
  const command = await commandNamed(name)
  if (!command) {
    console.error(`There is no command "${name}".\n\n${await usage()}`)
    return 2
  }
  return command.run(args)
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(inWords(error))
  process.exitCode = 1
}
// A connection that somebody forgot to close must not keep a finished command waiting.
setTimeout(() => process.exit(), 5_000).unref()
