/** BorgBackup 1.2: reads without locking, its cache and keys in the scratch folder, the passphrase in the environment of the one process. */
import { writeFile } from 'node:fs/promises'
import * as z from 'zod'
import { filesBelow } from './folder.ts'
import { firstLine, type Listed, type Repository, type Seen, type Source, SourceError } from './kind.ts'
import { type Said, tool } from './tool.ts'

// Without a zone: TZ is UTC for the tool.
const Archives = z.object({ archives: z.array(z.object({ name: z.string(), id: z.string(), time: z.string() })) })
const Item = z.object({ type: z.literal('-'), path: z.string(), size: z.number(), healthy: z.boolean().optional() })
const most = 100
const mostPaths = 400

function run(source: Source, args: readonly string[], more: { timeoutMs?: number; cwd?: string; line?(text: string): void } = {}): Promise<Said> {
  const { password, scratch, signal, bounds } = source
  return tool('borg', args, {
    ...{ scratch, signal, timeoutMs: bounds.lookMs, maxBytes: bounds.maxBytes, ...more },
    env: {
      ...{ BORG_PASSPHRASE: password ?? '', BORG_BASE_DIR: `${scratch}/borg`, BORG_RSH: 'ssh -o BatchMode=yes', BORG_EXIT_CODES: 'modern' },
      // Nobody is there to answer a question; reading does no harm.
      ...{ BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK: 'yes', BORG_RELOCATED_REPO_ACCESS_IS_OK: 'yes' },
    },
  })
}
function refused({ error }: Said, password: string | undefined): SourceError {
  if (/passphrase supplied .* is incorrect|No key file|no passphrase/i.test(error)) return new SourceError('wrongPassword')
  if (/does not exist|is not a valid repository/.test(error)) return new SourceError('noRepository')
  if (/Failed to create\/acquire the lock|LockTimeout/.test(error)) return new SourceError('locked')
  if (/Connection closed by remote host|ssh: /.test(error)) return new SourceError('notReachable')
  if (/IntegrityError|Data integrity error|checksum mismatch/.test(error)) return new SourceError('corrupt', { what: firstLine(error, password) })
  return new SourceError('failed', { what: firstLine(error, password) })
}
const archive = (source: Source, name: string) => `${source.place}::${name}`

async function archives(source: Source): Promise<(Seen & { name: string })[]> {
  const said = await run(source, ['list', '--bypass-lock', '--json', source.place])
  // 1 is a warning.
  if (said.code > 1) throw refused(said, source.password)
  try {
    return Archives.parse(JSON.parse(said.out))
      .archives.map(({ name, time }) => ({ id: name, name, at: new Date(/Z|[+-]\d\d:?\d\d$/.test(time) ? time : `${time}Z`) }))
      .sort((a, b) => b.at.getTime() - a.at.getTime())
  } catch {
    throw new SourceError('notUnderstood')
  }
}

export const borg: Repository = {
  copies: async (source) => (await archives(source)).slice(0, most),
  async measure(source, copy) {
    let [bytes, files] = [0, 0]
    try {
      await this.list(source, copy, ({ size }) => {
        bytes += size
        files += 1
      })
    } catch (error) {
      if (error instanceof SourceError && error.reason.code === 'corrupt') return { bytes: null, files: null, flaw: 'corrupt' }
      throw error
    }
    return { bytes, files, flaw: null }
  },
  async list(source, { id }, each: (file: Listed) => void) {
    const said = await run(source, ['list', '--bypass-lock', '--json-lines', archive(source, id)], {
      line(text) {
        const item = Item.safeParse(parsed(text))
        if (item.success) each({ path: item.data.path.replace(/^\/+/, ''), size: item.data.size })
      },
    })
    if (said.code > 1) throw refused(said, source.password)
  },
  parts: async (source) => (await archives(source)).map(({ name }) => ({ part: name, weight: 1 })),
  /** Reads, decrypts and checks every chunk of an archive. (`check --verify-data` does so for the whole repository at once, and would lock it.) */
  async read(source, part) {
    const said = await run(source, ['extract', '--dry-run', '--bypass-lock', archive(source, part)], { timeoutMs: source.bounds.readMs })
    if (said.code <= 1) return { sha256: null, why: [], problems: [] }
    const { reason } = refused(said, source.password)
    if (reason.code !== 'corrupt') throw new SourceError(reason.code, reason.given)
    return { sha256: null, why: [{ code: 'corrupt', given: { what: part } }], problems: [firstLine(said.error, source.password)] }
  },
  async restore(source, copy, paths) {
    const said: string[] = []
    // It stops at the first file that it cannot read: what comes after that is restored in further turns.
    for (let turn = 0; turn < mostTurns; turn++) {
      const done = turn === 0 ? 0 : await leaveOut(source)
      const one = await extract(source, copy.id, paths, turn > 0)
      if (one.code === 0) break
      if (one.code === 1 || !/integrity|checksum/i.test(one.error)) return [...said, firstLine(one.error, source.password), `borg: ${one.code}`]
      said.push(firstLine(one.error, source.password))
      if (turn > 0 && (await leaveOut(source)) === done) break
    }
    return said
  },
}
const mostTurns = 30
const excludes = (source: Source) => `${source.scratch}/exclude`
function extract(source: Source, id: string, paths: readonly string[] | undefined, further: boolean): Promise<Said> {
  const chosen = paths?.slice(0, mostPaths).map((path) => `pf:${path}`) ?? []
  const rest = further ? ['--exclude-from', excludes(source)] : []
  const more = { cwd: `${source.scratch}/restored`, timeoutMs: source.bounds.readMs }
  return run(source, ['extract', '--bypass-lock', ...rest, archive(source, id), ...chosen], more)
}
/** What is there already is left out of the next turn. Answers how many that is. */
async function leaveOut(source: Source): Promise<number> {
  const names: string[] = []
  // A name with a line break cannot be said: it is restored again.
  for await (const { path } of filesBelow(`${source.scratch}/restored`, source.signal)) if (!path.includes('\n')) names.push(`pf:${path}`)
  await writeFile(excludes(source), `${names.join('\n')}\n`, { mode: 0o600 })
  return names.length
}
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
