/** restic (0.14 and newer): reads without locking, without a cache, with the password in the environment of the one process. */
import * as z from 'zod'
import { firstLine, type Listed, type Repository, type Seen, type Source, SourceError } from './kind.ts'
import { type Said, tool } from './tool.ts'

const Snapshots = z.array(z.object({ id: z.string().regex(/^[0-9a-f]{8,64}$/), time: z.coerce.date() }))
const Stats = z.object({ total_size: z.number(), total_file_count: z.number() })
const Node = z.object({ struct_type: z.literal('node'), type: z.literal('file'), path: z.string(), size: z.number().default(0) })

const most = 100
const mostIncludes = 400

function run(source: Source, args: readonly string[], more: { timeoutMs?: number; line?(text: string): void } = {}): Promise<Said> {
  const { place, password, scratch, signal, bounds } = source
  return tool('restic', [`--repo=${place}`, '--no-cache', '--no-lock', ...args], {
    ...{ scratch, signal, timeoutMs: bounds.lookMs, maxBytes: bounds.maxBytes, ...more },
    env: { RESTIC_PASSWORD: password ?? '', RESTIC_PROGRESS_FPS: '0.01' },
  })
}
/** What an exit that is not 0 means before any data was looked at. */
function refused({ error }: Said, password: string | undefined): SourceError {
  if (/wrong password|no key found/.test(error)) return new SourceError('wrongPassword')
  if (/unable to open config file|Is there a repository/.test(error)) return new SourceError('noRepository')
  if (/already locked/.test(error)) return new SourceError('locked')
  if (/ssh: |Connection refused|Connection timed out|Could not resolve|Permission denied \(/.test(error)) return new SourceError('notReachable')
  return new SourceError('failed', { what: firstLine(error, password) })
}
function json<T>(shape: z.ZodType<T>, text: string): T {
  try {
    return shape.parse(JSON.parse(text))
  } catch {
    throw new SourceError('notUnderstood')
  }
}

async function snapshots(source: Source): Promise<Seen[]> {
  const said = await run(source, ['snapshots', '--json'])
  if (said.code !== 0) throw refused(said, source.password)
  return (
    json(Snapshots.nullable(), said.out)
      ?.map(({ id, time }) => ({ id, at: time }))
      .sort((a, b) => b.at.getTime() - a.at.getTime())
      .slice(0, most) ?? []
  )
}
/** As restic's patterns want a name that is meant literally. */
const literal = (path: string) => path.replace(/[\\*?[]/g, '\\$&')
const saidOf = ({ error }: Said, password: string | undefined) =>
  error
    .split('\n')
    .filter((line) => /ignoring error|Fatal|error for|does not match|failed/i.test(line))
    .map((line) => firstLine(line, password))

export const restic: Repository = {
  copies: snapshots,
  async measure(source, { id }) {
    const said = await run(source, ['stats', '--json', '--mode', 'restore-size', id])
    // What it is made of cannot be read: the restore test says which files.
    if (said.code !== 0) return { bytes: null, files: null, flaw: 'corrupt' }
    const { total_size: bytes } = json(Stats, said.out)
    let files = 0
    await this.list(source, { id, at: new Date(0) }, () => {
      files += 1
    })
    return { bytes, files, flaw: null }
  },
  async list(source, { id }, each: (file: Listed) => void) {
    const said = await run(source, ['ls', '--json', id], {
      line(text) {
        if (!text.includes('"type":"file"')) return
        const node = Node.safeParse(parsed(text))
        if (node.success) each({ path: node.data.path.replace(/^\/+/, ''), size: node.data.size })
      },
    })
    if (said.code !== 0) throw new SourceError('corrupt', { what: firstLine(said.error, source.password) })
  },
  async parts(_source, days) {
    return Array.from({ length: days }, (_, at) => ({ part: `${at + 1}/${days}`, weight: 1 }))
  },
  async read(source, part) {
    const said = await run(source, ['check', `--read-data-subset=${part}`], { timeoutMs: source.bounds.readMs })
    if (said.code === 0) return { sha256: null, why: [], problems: [] }
    if (/wrong password|no key found|unable to open config|Is there a repository|already locked|ssh: /.test(said.error))
      throw refused(said, source.password)
    return {
      sha256: null,
      why: [{ code: 'corrupt', given: { what: part } }],
      problems: said.error
        .split('\n')
        .filter(Boolean)
        .map((line) => firstLine(line, source.password)),
    }
  },
  async restore(source, { id }, paths) {
    const include = (paths ?? []).slice(0, mostIncludes).flatMap((path) => ['--include', `/${literal(path)}`])
    const said = await run(source, ['restore', id, '--target', `${source.scratch}/restored`, ...include], { timeoutMs: source.bounds.readMs })
    return said.code === 0 ? [] : [...saidOf(said, source.password), `restic: ${said.code}`]
  },
}
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
