/** All commands: those that stand beside the program, and those that rooms bring. Modules load only for the command that needs them. */
import { readConfig } from '#platform/config.ts'
import type { Command } from '#platform/room.ts'

interface Runnable {
  summary: string
  run(args: readonly string[]): Promise<number>
}

const own: Readonly<Record<string, Runnable>> = {
  start: {
    summary: 'start Spil: [--demo] [--test-clock] [--role all|web|worker|collector] [--port N]',
    run: async (args) => (await import('./start.ts')).start(args),
  },
  doctor: {
    summary: 'say what is wrong with this installation and how to mend it',
    run: async () => (await import('./doctor.ts')).doctor(),
  },
  backup: {
    summary: 'FILE: write database and files to one archive, while Spil runs',
    run: async (args) => (await import('./archive.ts')).backup(args),
  },
  restore: {
    summary: 'FILE: put an archive back; what was there is kept aside',
    run: async (args) => (await import('./archive.ts')).restore(args),
  },
}

/** An exported logbook, and a file with its proof, prove themselves: without opening a database or a key. Undefined: it was not that. */
async function checkElsewhere(args: readonly string[]): Promise<number | undefined> {
  const verify = await import('#platform/events/commands.ts')
  return verify.needsNothing(args) ? verify.checkElsewhere(args) : undefined
}

/** Commands of the rooms run on an app without doors: beside a running Spil, or on their own. */
const inApp = (command: Command): Runnable => ({
  summary: command.summary,
  async run(args) {
    const done = command.name === 'verify' ? await checkElsewhere(args) : undefined
    if (done !== undefined) return done
    const { open } = await import('../main.ts')
    const { app, end } = await open(readConfig(process.env))
    try {
      return await command.run(args, app)
    } finally {
      await end()
    }
  },
})

const demo: Command = {
  name: 'demo',
  summary: 'fill an empty installation with a school to look around in',
  run: async (_args, app) => (await import('./demo.ts')).demo(app),
}

async function ofRooms(): Promise<Readonly<Record<string, Runnable>>> {
  const [{ rooms }, { platformCommands }] = await Promise.all([import('../rooms.ts'), import('#platform/events/commands.ts')])
  return Object.fromEntries([demo, ...platformCommands, ...rooms.flatMap((room) => room.commands)].map((command) => [command.name, inApp(command)]))
}

export const commandNamed = async (name: string): Promise<Runnable | undefined> => (Object.hasOwn(own, name) ? own[name] : (await ofRooms())[name])

export async function usage(): Promise<string> {
  const all = { ...own, ...(await ofRooms()) }
  const width = Math.max(...Object.keys(all).map((name) => name.length))
  const lines = Object.entries(all).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
  return `spil <command>\n\n${lines.join('\n')}\n\nSettings come from the environment or from spil.config.json; see docs/configuration.md.`
}
