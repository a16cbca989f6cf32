/** What apt-get says it would install (`Inst name [now] (new origin [arch])`), and what Debian and Ubuntu say of reboots. */
import { type Printed, rebootOf, type Told } from '../rules.ts'

const inst = /^Inst (\S+)(?: \[[^\]]*\])?(?: \(([^)]*)\))?/
/** Origins from which only security comes: Debian-Security:12/oldstable-security, Ubuntu:22.04/jammy-security, UbuntuESM:22.04/jammy-infra-security. */
const secure = /Debian-Security|UbuntuESM|-security\b/
export function readApt(printed: Printed): Told {
  const packages = printed.lines.flatMap((line) => {
    const [, name, from = ''] = inst.exec(line) ?? []
    return name === undefined ? [] : [{ name, security: secure.test(from) }]
  })
  const { waiting, security } = printed
  return { packages, waiting, security, ...rebootOf(printed), updatedOn: dayIn(printed.last) }
}
export const dayIn = (text: string): string | null => /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.exec(text)?.[0] ?? null
