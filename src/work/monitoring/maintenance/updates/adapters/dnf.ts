/** What dnf says waits (`name.arch version repository`), what of that is for security (`! name-version.arch`), and what needs-restarting says. */

import { type Printed, rebootOf, type Told } from '../rules.ts'
import { dayIn } from './apt.ts'

/** name-epoch:version-release.arch to the name. */
const nameOf = (nevra: string): string => nevra.replace(/\.[^.]+$/, '').replace(/-[^-]+-[^-]+$/, '')
export function readDnf(printed: Printed): Told {
  const secure = new Set(printed.lines.flatMap((line) => (line.startsWith('! ') ? [nameOf(line.slice(2).trim())] : [])))
  const packages = printed.lines.flatMap((line) => {
    const name = line.startsWith('! ') ? undefined : /^(\S+)\.[a-z0-9_]+ \S+ \S+$/.exec(line)?.[1]
    return name === undefined ? [] : [{ name, security: secure.has(name) }]
  })
  // One package may stand in several advisories; a name counts once.
  const security = secure.size > 0 && printed.lines.length < 300 ? secure.size : printed.security
  return { packages, waiting: printed.waiting, security, ...rebootOf(printed), updatedOn: dayIn(printed.last) }
}
