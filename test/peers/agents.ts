/**
 * Hosts with real inventory agents of Debian, each in namespaces of its own (network, host name, mounts) on one bridge. Everything lives in one
 * process and goes away with it; the machine itself keeps its network as it was. The program under test is reached through a Unix socket.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface Host {
  name: string
  mac: string
}
export interface Network extends AsyncDisposable {
  /** Where agents find the program. */
  url: string
  add(host: Host): Promise<void>
  /** Runs it on that host, as root there; answers what it said. */
  on(host: string, command: string): Promise<string>
  fusioninventory(host: string, options?: string): Promise<string>
  ocs(host: string, options?: string): Promise<string>
}

/** All hosts are the machine that runs the tests: its serial number must not make them one. As in containers there is none. */
const noFirmware =
  'if [ -e /usr/sbin/dmidecode ]; then mount --bind /bin/false /usr/sbin/dmidecode; fi; if [ -d /sys/devices/virtual/dmi ]; then mount -t tmpfs none /sys/devices/virtual/dmi; fi'

/** `socket`: where the program listens. */
export async function network(socket: string): Promise<Network> {
  const folder = mkdtempSync(join(tmpdir(), 'spil-hosts-'))
  const mapped = process.getuid?.() === 0 ? [] : ['--map-root-user', '--user']
  const inside: ChildProcess = spawn(
    'unshare',
    [...mapped, '--net', '--mount', '--fork', '--kill-child', 'sh', '-c', 'echo ready; exec sleep 3600'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  if (inside.stdout) await once(inside.stdout, 'data')
  const child = (await run('pgrep', ['-P', String(inside.pid)])).stdout.trim()
  const enter = [...(mapped.length > 0 ? ['--user', '--preserve-credentials'] : []), '--net', '--mount', '--target', child]
  const shell = async (command: string): Promise<string> => {
    const { stdout, stderr } = await run('nsenter', [...enter, 'sh', '-ec', command], { timeout: 120_000, maxBuffer: 16 * 1024 * 1024 })
    return stdout + stderr
  }
  await shell(
    'mount -t tmpfs none /run; mkdir -p /run/netns; ip link set lo up; ip link add hosts type bridge; ip addr add 10.77.0.1/24 dev hosts; ip link set hosts up',
  )
  const relay = `require('net').createServer((c) => { const up = require('net').connect(${JSON.stringify(socket)}); c.pipe(up).pipe(c); c.on('error', () => up.destroy()); up.on('error', () => c.destroy()) }).listen(7745, '10.77.0.1', () => console.log('listening'))`
  const relaying = spawn('nsenter', [...enter, process.execPath, '-e', relay], { stdio: ['ignore', 'pipe', 'inherit'] })
  if (relaying.stdout) await once(relaying.stdout, 'data')
  const url = 'http://10.77.0.1:7745/inventory'
  const hosts = new Map<string, string>()
  const on: Network['on'] = (name, command) => {
    const own = hosts.get(name) ?? ''
    const set = `hostname ${name}; mount --bind ${own}/var /var/lib/fusioninventory-agent; mount --bind ${own}/ufw /etc/ufw; ${noFirmware}`
    return shell(`ip netns exec ${name} unshare --uts --mount sh -ec '${set}; ${command} || echo "ended with $?"'`)
  }
  return {
    url,
    on,
    async add(host) {
      const own = join(folder, host.name)
      for (const part of ['var', 'ocs']) mkdirSync(join(own, part), { recursive: true })
      // A firewall of its own: whether it is on, and its rules.
      cpSync('/etc/ufw', join(own, 'ufw'), { recursive: true })
      hosts.set(host.name, own)
      const at = hosts.size
      await shell(`ip netns add ${host.name}; ip link add up${at} type veth peer name eth0 netns ${host.name} address ${host.mac}
        ip link set up${at} master hosts up; ip -n ${host.name} link set lo up; ip -n ${host.name} addr add 10.77.0.${10 + at}/24 dev eth0
        ip -n ${host.name} link set eth0 up`)
    },
    fusioninventory: (host, options = '') =>
      on(host, `fusioninventory-agent --server=${url} --no-task=deploy,collect,esx,netdiscovery,netinventory,wakeonlan --no-httpd ${options} 2>&1`),
    ocs: (host, options = '') => on(host, `ocsinventory-agent --nolocal --server=${url} --basevardir=${hosts.get(host)}/ocs ${options} 2>&1`),
    async [Symbol.asyncDispose]() {
      relaying.kill()
      const gone = once(inside, 'exit')
      inside.kill('SIGKILL')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
