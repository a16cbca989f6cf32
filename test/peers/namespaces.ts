/** Networks of their own: the machine itself keeps its network as it was. What runs inside ends with them, and they end with this process. */
import { type ChildProcess, execFile, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = process.getuid?.() === 0

export interface Namespace extends AsyncDisposable {
  /** Inside: resolves when it ended well. */
  run(...command: string[]): Promise<void>
  /** Inside; the process is the command itself. */
  spawn(command: readonly string[], options?: SpawnOptions): ChildProcess
  /** A cable from here, with an address at both ends (of one network of four). */
  cable(name: string, own: string, to: Namespace, there: string): Promise<void>
  readonly pid: number
}
/** `beside`: whose user may lay cables to it. Who is not root is root inside only, the same of all that are beside each other. */
export async function namespace(beside?: Namespace): Promise<Namespace> {
  const ready = ['sh', '-c', 'ip link set lo up; echo ready; exec cat']
  const mapped = root ? [] : ['--user', '--preserve-credentials']
  const [program = '', ...args] =
    beside && !root
      ? ['nsenter', ...mapped, '--target', String(beside.pid), 'unshare', '--net', ...ready]
      : ['unshare', ...(root ? [] : ['--map-root-user', '--user']), '--net', ...ready]
  // Its input stays open for as long as we are there.
  const inside = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(inside.stdout, 'data')
  const pid = inside.pid ?? 0
  const enter = [...mapped, '--net', '--target', String(pid)]
  const self: Namespace = {
    pid,
    async run(...command) {
      await run('nsenter', [...enter, ...command])
    },
    spawn: (command, options = { stdio: ['ignore', 'ignore', 'inherit'] }) => spawn('nsenter', [...enter, ...command], options),
    async cable(name, own, to, there) {
      await self.run('ip', 'link', 'add', 'dev', name, 'type', 'veth', 'peer', 'name', 'uplink', 'netns', String(to.pid))
      await self.run('ip', 'address', 'add', `${own}/30`, 'dev', name)
      await self.run('ip', 'link', 'set', name, 'up')
      await to.run('ip', 'address', 'add', `${there}/30`, 'dev', 'uplink')
      await to.run('ip', 'link', 'set', 'uplink', 'up')
    },
    async [Symbol.asyncDispose]() {
      const gone = once(inside, 'exit')
      inside.kill('SIGKILL')
      await gone
    },
  }
  return self
}
