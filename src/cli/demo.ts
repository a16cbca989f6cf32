import type { App } from '#platform/room.ts'
import { copyOfToday } from '../demo/backups.ts'
import { goOn } from '../demo/feed.ts'
import { fillDemo } from '../demo.ts'

/** Fills an empty installation with a school to look around in, and says who can sign in; its monitoring goes on. Ends 1 when the installation is in use. */
export async function demo(app: App): Promise<number> {
  const { accounts } = await fillDemo(app)
  const goesOn = await goOn(app, () => copyOfToday(app))
  if (accounts.length === 0) {
    if (goesOn) console.log('The sample school is here already: what is measured there goes on.')
    else console.log('This installation is in use already: the demo fills an empty one only.')
    return 1
  }
  const rows = accounts.map(({ name, email, role }) => `  ${email.padEnd(26)}${role.padEnd(24)}${name}`)
  console.log(`\nScholengroep De Linde is ready to look around in. Password of each: ${accounts[0]?.password}\n${rows.join('\n')}`)
  return 0
}
