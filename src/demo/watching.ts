/** How the school watches: who is on call, when there is maintenance, what is shown to whom, and what is done before anything breaks. */
import { observeItems } from '#record/items/items.ts'
import { deskRecurring } from '#work/desk/recurring/contract.ts'
import { monitoringOnCall } from '#work/monitoring/alarms/oncall/contract.ts'
import { monitoringWindows } from '#work/monitoring/alarms/windows/contract.ts'
import { monitoringChecks } from '#work/monitoring/checks/contract.ts'
import { monitoringHeartbeat } from '#work/monitoring/checks/heartbeat/contract.ts'
import { monitoringChecklists } from '#work/monitoring/maintenance/checklists/contract.ts'
import { as, at } from './acting.ts'
import { day } from './measured.ts'
import { idOf, type Watch } from './watch.ts'

const hour = 3_600_000
/** By the clock of the school, which is an hour ahead or two; windows are told with room to spare. */
const wall = (moment: number) => new Date(moment + hour).toISOString().slice(0, 16)
const dayOf = (moment: number) => new Date(moment).toISOString().slice(0, 10)
const weekday = (moment: number) => new Date(moment).getUTCDay()

/** What of it must be there before alarms are looked at: in maintenance nothing opens. */
export async function planWindows(watch: Watch): Promise<void> {
  const { by, now, school } = watch.desk
  const { organisationId } = school
  const windows = by('joris', 8 * 24)(monitoringWindows)
  await windows.addWindow({
    body: {
      ...{ organisationId, name: 'Testserver opnieuw opbouwen', note: 'Nieuwe uitgave van Debian; de server is steeds even weg.' },
      ...{ itemIds: [idOf(watch, 'TEST-01')], starts: wall(now - 4 * hour), minutes: 3 * 1440 + 240 },
    },
  })
  const sunday = Math.floor(now / day) * day + ((7 - weekday(now)) % 7 || 7) * day
  await windows.addWindow({
    body: {
      ...{ organisationId, name: 'Firmware van firewall en core-switches', note: 'Internet is op alle locaties tweemaal een kwartier weg.' },
      itemIds: ['FW-01', 'SW-CORE-1', 'SW-CORE-2', 'Internet'].map((name) => idOf(watch, name)),
      ...{ starts: `${dayOf(sunday)}T23:00`, minutes: 240 },
    },
  })
  await windows.addWindow({
    body: {
      ...{ organisationId, name: 'Updates van servers', scope: { kinds: ['server'] } },
      ...{ starts: `${dayOf(now - 20 * day)}T21:00`, minutes: 180, rrule: 'FREQ=MONTHLY;BYDAY=2WE' },
    },
  })
}

async function onCall({ desk: { by, now, school, who } }: Watch): Promise<void> {
  const { organisationId } = school
  const of = by('karel', 15 * 24)(monitoringOnCall)
  const monday = Math.floor(now / day) * day - ((weekday(now) + 6) % 7) * day - 14 * day
  const { id } = await of.addSchedule({
    body: {
      ...{ organisationId, name: 'Piket netwerk en servers', teamId: school.teams.find(({ name }) => name === 'Netwerk en servers')?.id ?? null },
      rotations: [
        { personIds: ['fatima', 'joris', 'thijs'].map((login) => who(login).id), starts: dayOf(monday), at: '08:00', every: 'week' },
        { personIds: [who('karel').id], starts: dayOf(monday), at: '08:00', every: 'week' },
      ],
    },
  })
  const first = { after: 0, to: { kind: 'onCall', id, place: 1 } } as const
  const second = (after: number) => ({ after, to: { kind: 'onCall', id, place: 2 } }) as const
  const policy = { low: [], normal: [{ ...first, after: 60 }], high: [first, second(30)], critical: [first, second(15)] }
  await of.changeEscalation({ params: { organisationId }, body: { version: 0, policy } })
}

/** Work that keeps things from breaking. */
async function prevent(watch: Watch): Promise<void> {
  const { by, now, school } = watch.desk
  const { organisationId } = school
  const karel = by('karel', 12 * 24)
  for (const [key, name, rrule, items] of [
    ['server', 'Kwartaalonderhoud van de hosts', 'FREQ=MONTHLY;INTERVAL=3', ['HOST-1', 'HOST-2', 'HOST-3']],
    ['switch', 'Firmware van de core-switches', 'FREQ=MONTHLY;INTERVAL=6', ['SW-CORE-1', 'SW-CORE-2']],
  ] as const) {
    const { checklistId } = await karel(monitoringChecklists).takeOverChecklist({ params: { key }, body: { organisationId } })
    const teamId = school.teams.find((team) => team.name === 'Netwerk en servers')?.id ?? null
    const template = { kind: 'task' as const, title: name, teamId, checklistId, minutes: 120, itemIds: items.map((item) => idOf(watch, item)) }
    await by(
      'karel',
      1,
    )(deskRecurring).addSchedule({
      body: { organisationId, name, rrule, starts: `${dayOf(now + 12 * day)}T16:00`, template, leadHours: 72, closedDays: 'after' },
    })
  }
}
/** What a few servers run and what waits on them. Of the others it is not known: a norm about it would say so of the whole school. */
async function observe(watch: Watch): Promise<void> {
  const { now, school } = watch.desk
  const observedAt = new Date(now - hour).toISOString()
  const told: readonly (readonly [name: string, facts: Record<string, string | number | boolean>])[] = [
    ['FILE-01', { 'os.fullName': 'Microsoft Windows Server 2016 Standard', 'updates.waiting': 2, 'updates.security': 1 }],
    ['SQL-01', { 'os.fullName': 'Microsoft Windows Server 2022 Standard', 'updates.waiting': 0, 'updates.security': 0 }],
    [
      'ROOSTER-01',
      {
        'os.fullName': 'Debian GNU/Linux 11 (bullseye)',
        'updates.waiting': 14,
        'updates.security': 6,
        'updates.packages': '!openssl !linux-image-amd64 !nginx curl',
      },
    ],
    ['AD-01', { 'os.fullName': 'Debian GNU/Linux 12 (bookworm)', 'updates.waiting': 3, 'updates.security': 0 }],
    [
      'Magister',
      { 'tls.magister.linde.example.validUntil': new Date(now + 71 * day).toISOString(), 'tls.magister.linde.example.issuer': 'Sectigo RSA' },
    ],
    [
      'Schoolwebsite',
      { 'tls.www.linde.example.validUntil': new Date(now + 44 * day).toISOString(), 'tls.www.linde.example.issuer': "Let's Encrypt R11" },
    ],
  ]
  await watch.app.asSystem((ctx) =>
    observeItems(
      as(ctx, ctx.actor, new Date(now)),
      told.map(([name, facts]) => ({
        ...{ itemId: idOf(watch, name), organisationId: school.organisationId, source: 'monitoring' },
        facts: Object.entries(facts).map(([key, value]) => ({ key, value, observedAt })),
      })),
    ),
  )
}

/** What cannot be asked calls by itself: a vault that is checked once a month. */
async function heartbeat(watch: Watch): Promise<void> {
  const { by, now } = watch.desk
  const what = { kind: 'heartbeat', everyMinutes: 44_640, graceMinutes: 2880 } as const
  const body = { itemId: idOf(watch, 'BACKUP-01'), name: 'Maandelijkse controle van de kluis', what, everySeconds: 3600 }
  const { id } = await by('fatima', 5 * 24)(monitoringChecks).addCheck({ body })
  const { url } = await by('fatima', 5 * 24)(monitoringHeartbeat).newToken({ params: { id } })
  const system = await watch.app.asSystem(async (ctx) => ctx.actor)
  await at(watch.app, monitoringHeartbeat, system, new Date(now - 3 * day)).beatByGet({ params: { token: url.split('/').at(-1) ?? '' } })
}

export async function watchOver(watch: Watch): Promise<void> {
  await onCall(watch)
  await prevent(watch)
  await observe(watch)
  await heartbeat(watch)
}
