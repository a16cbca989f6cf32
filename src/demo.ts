/** `npm start -- --demo`: a school to look around in, the same every time, made through the same functions as real work. */
import { sealNow } from '#platform/events/sealer.ts'
import type { Actor, App } from '#platform/room.ts'
import { actorOf } from '#record/people/people.ts'
import { as } from './demo/acting.ts'
import { chance } from './demo/chance.ts'
import { deskOf, runDesk } from './demo/desk.ts'
import { agentsTold, handsOn } from './demo/devices.ts'
import { documentSteps } from './demo/documents.ts'
import { handedOut } from './demo/handouts.ts'
import { lives, type Step } from './demo/lives.ts'
import { livesOfDevices } from './demo/livesOfDevices.ts'
import { fillMonitoring } from './demo/monitoring.ts'
import { printersAnswered } from './demo/printers.ts'
import { fillRegister } from './demo/register.ts'
import { aloneWithAlarms } from './demo/replay.ts'
import { openSchool, password, type School } from './demo/school.ts'

export interface DemoAccount {
  name: string
  email: string
  role: string
  password: string
}

/** What alarms did to cases was done at their own moments. */
const told = ['norms: deviation to case', 'norms: right again to case']
/** Steps in one transaction: a thousand commits would take a minute. */
const together = 100

async function run(app: App, steps: readonly Step[], actors: ReadonlyMap<string, Actor>): Promise<void> {
  for (let from = 0; from < steps.length; from += together)
    await app.asSystem(async (ctx) => {
      for (const { at, who, run } of steps.slice(from, from + together)) {
        const actor = actors.get(who.id)
        if (actor) await run(as(ctx, actor, at))
      }
    })
}

/**
 * What the people of the demo did in the past is not mailed to them: whoever follows events to send mail begins after it. All others wait until
 * it is over: a hundred steps are one transaction, which would wait for theirs.
 */
async function withoutMail(app: App, run: () => Promise<void>): Promise<void> {
  const { owner } = app.pools
  const names = app.rooms.flatMap((room) => room.on.map(({ name }) => name))
  const isOver = (name: string) => name.startsWith('desk.mail.') || told.includes(name)
  const [mails, others] = [names.filter(isOver), names.filter((name) => !isOver(name))]
  await owner.query(
    `insert into subscription_cursor (name, seq) select unnest($1::text[]), 9007199254740991
     on conflict (name) do update set seq = excluded.seq`,
    [names],
  )
  try {
    await run()
    await sealNow(app)
    // Letters that go out with the work itself, such as who is asked to approve.
    await owner.query('delete from outgoing_mail')
  } finally {
    await owner.query('update subscription_cursor set seq = (select coalesce(max(seq), -1) from leaf) where name = any ($1)', [mails])
    await owner.query('update subscription_cursor set seq = -1 where name = any ($1)', [others])
  }
}

/**
 * Fills an empty installation; one that has been set up is left as it is, and no accounts are given back.
 * The moments lie before the beginning of this hour, so the school is the same whatever the minute.
 */
export async function fillDemo(app: App): Promise<{ accounts: DemoAccount[] }> {
  const dice = chance(7745)
  const now = Math.floor(app.now().getTime() / 3_600_000) * 3_600_000
  const began = new Date(now - 90 * 86_400_000)
  const school: School | undefined = await app.asSystem((ctx) => openSchool({ ...as(ctx, ctx.actor, began) }, dice))
  if (!school) return { accounts: [] }
  const actors = new Map<string, Actor>()
  for (const { id } of school.people) actors.set(id, await actorOf(app, id))
  const steps = [...lives(school, dice, now), ...(await documentSteps(app, school, now))].sort((one, other) => one.at.getTime() - other.at.getTime())
  await withoutMail(app, async () => {
    // With dice of its own: what is rolled for the register changes nothing of the cases.
    const engineer = actors.get(school.people.find(({ role }) => role === 'engineer')?.id ?? '')
    if (engineer) await app.asSystem((ctx) => fillRegister(as(ctx, engineer, began), school, chance(4711), now))
    const lead = actors.get(school.people.find(({ role }) => role === 'lead')?.id ?? '')
    if (lead) await agentsTold(app, lead, school, now)
    if (lead) await printersAnswered(app, lead, school, now)
    if (engineer) await handsOn(app, engineer, now)
    if (lead && engineer) await handedOut(app, { engineer, lead }, school, now)
    if (lead && engineer) await livesOfDevices(app, { lead, engineer }, school, now)
    await run(app, steps, actors)
    const desk = deskOf(app, school, actors, now)
    await runDesk(desk)
    await aloneWithAlarms(app, () => fillMonitoring(app, desk, actors))
  })
  const accounts = school.people.slice(0, 13).map(({ name, email, role }) => ({ name, email, role, password }))
  return { accounts }
}
