/** Alarms of the school: what was wrong last week and is right again, what is wrong now, and what is in maintenance. */
import { addEntry, caseById, moveCase } from '#record/cases/cases.ts'
import { closeTogether } from '#record/norms/casework/casework.ts'
import { norms } from '#record/norms/contract.ts'
import { normsDeviations } from '#record/norms/deviations/contract.ts'
import { monitoringAlarms } from '#work/monitoring/alarms/contract.ts'
import { as } from './acting.ts'
import { seenLate } from './backups.ts'
import { expectations } from './expectations.ts'
import { day, minute } from './measured.ts'
import { outages } from './observed.ts'
import type { looker } from './replay.ts'
import { idOf, type Watch } from './watch.ts'

const hour = 60 * minute

/** Written and published by the lead, before anything was measured. */
export async function expect(watch: Watch): Promise<void> {
  const of = watch.desk.by('karel', 20 * 24)(norms)
  const { organisationId } = watch.desk.school
  for (const { rule, of: names } of expectations) {
    const scope = names ? { classes: [], itemIds: names.map((name) => idOf(watch, name)) } : { ...rule.scope, classes: [] }
    const { id, version } = await of.addExpectation({ body: { organisationId, rule: { ...rule, scope } } })
    await of.publishExpectation({ params: { id }, body: { version } })
  }
}

/** The open or ended deviation of a thing, with its case. */
async function deviationOf(watch: Watch, name: string, open: boolean) {
  const { items } = await watch.desk
    .by(
      'karel',
      0,
    )(normsDeviations)
    .deviations({ query: { itemId: idOf(watch, name), open: String(open), limit: 5 } })
  const [one] = items
  if (!one?.case) throw new Error(`no ${open ? 'open' : 'ended'} deviation of ${name} has a case`)
  return { id: one.id, caseId: one.case.id }
}
/** What an engineer does on a case at a moment. */
function handsOf({ app, actor }: Watch, login: string, caseId: string) {
  const at = (moment: number, run: (ctx: ReturnType<typeof as>) => Promise<unknown>) =>
    app.asSystem(async (ctx) => {
      await run(as(ctx, actor(login), new Date(moment)))
    })
  const note = (moment: number, text: string) =>
    at(moment, (ctx) => addEntry(ctx, { caseId, authorId: ctx.actor.personId, visibility: 'internal', channel: 'portal', kind: 'note', text }))
  return { at, note, take: (moment: number) => at(moment, (ctx) => moveCase(ctx, { caseId, move: 'take', by: 'engineer' })) }
}

interface Story {
  outage: (typeof outages)['printing' | 'noord']
  login: string
  note: string
  done: string
  tested: string
}
const lastWeek: readonly Story[] = [
  {
    ...{ outage: outages.printing, login: 'daan' },
    note: 'De server start niet door: de updates van vannacht wachten op een bevestiging in de console.',
    done: 'Updates bevestigd en de server gestart. Printservers krijgen hun updates voortaan in het onderhoudsvenster.',
    tested: 'Op elke locatie een bladzijde geprint; de wachtrij is leeg.',
  },
  {
    ...{ outage: outages.noord, login: 'fatima' },
    note: 'De conciërge van Noord ziet dat de groep van de patchkast is uitgevallen. Hij zet haar weer in.',
    done: 'De groep was uitgevallen door een kapotte waterkoker in de teamkamer. De patchkast heeft nu een eigen groep.',
    tested: 'Switch en toegangspunten antwoorden; een uur lang geen pakket verloren.',
  },
]
/** Silent for a while, and right again. */
async function wasOut(watch: Watch, look: ReturnType<typeof looker>, { outage, login, ...said }: Story): Promise<void> {
  const { name, from, until } = outage
  const [began, ended] = [watch.began + from * day, watch.began + until * day]
  await look(began - hour)
  for (const minutes of [1, 4, 8]) await look(began + minutes * minute)
  const { caseId } = await deviationOf(watch, name, true)
  const { at, note, take } = handsOf(watch, login, caseId)
  await take(began + 11 * minute)
  await note(began + 19 * minute, said.note)
  for (const minutes of [1, 4, 8]) await look(ended + minutes * minute)
  await at(ended + 40 * minute, (ctx) => moveCase(ctx, { caseId, move: 'solve', by: 'engineer', done: said.done, tested: said.tested }))
  // What follows the solving is not run yet: the monitor shows it, so it closes.
  await watch.app.asSystem(async (ctx) => {
    const then = as(ctx, ctx.actor, new Date(ended + 41 * minute))
    const row = await caseById(then, caseId)
    if (row) await closeTogether(then, row)
  })
}
/** The disk is seen to fill, and somebody works on it. */
async function disk(watch: Watch, look: ReturnType<typeof looker>): Promise<void> {
  const { now, by } = watch.desk
  const moments = Array.from({ length: 12 }, (_, n) => now - 4 * day + n * 8 * hour)
  for (const at of [...moments, ...seenLate(now)].sort((one, other) => one - other)) await look(at)
  const { id, caseId } = await deviationOf(watch, 'WEB-01', true)
  const { note, take } = handsOf(watch, 'joris', caseId)
  await take(now - 26 * hour)
  await note(now - 25 * hour, 'Het logboek van PHP staat sinds de update op debug. Vrijdag na schooltijd terug naar waarschuwingen, daarna opruimen.')
  const body = { ids: [id], note: 'Logboek staat op debug; wordt teruggezet en opgeruimd.' }
  await by('joris', 25)(monitoringAlarms).acknowledge({ body })
}
/** All of it, up to the newest sample. */
export async function befall(watch: Watch, look: ReturnType<typeof looker>): Promise<void> {
  for (const story of lastWeek) await wasOut(watch, look, story)
  await disk(watch, look)
  const since = watch.began + outages.now.from * day
  for (const minutes of [-10, 1, 4, 8, 15]) await look(since + minutes * minute)
}
