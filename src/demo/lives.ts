/** How each of the three hundred cases went: steps in time, made through the same functions as real work. */
import type { Context } from '#platform/room.ts'
import { addEntry, assignCase, caseById, linkCases, moveCase, openCase } from '#record/cases/cases.ts'
import type { Channel, State } from '#record/cases/contract.ts'
import type { Chance } from './chance.ts'
import type { School, Someone } from './school.ts'
import { places, rooms, type Story, stories } from './stories.ts'

export interface Step {
  at: Date
  who: Someone
  run(ctx: Context): Promise<void>
}

const hour = 3_600_000
const day = 24 * hour
/** How many of each end up where. */
const endings: readonly (readonly [State, number])[] = [
  ['new', 24],
  ['inProgress', 46],
  ['waiting', 36],
  ['solved', 26],
  ['reopened', 10],
  ['cancelled', 14],
  ['closed', 144],
]
const channels: readonly Channel[] = ['portal', 'portal', 'portal', 'mail', 'mail', 'phone', 'walkIn']

/** The last moment of work at or before: no weekends, between eight and five. */
function atWork(at: number, dice: Chance): number {
  let moment = Math.floor(at / day) * day + (7 + dice.upTo(8)) * hour + dice.upTo(60) * 60_000
  while (moment > at || [0, 6].includes(new Date(moment).getUTCDay())) moment -= day
  return moment
}

interface Life {
  state: State
  begin: number
  now: number
  story: Story
  reporter: Someone
  engineer: Someone
  lead: Someone
  team: string
  channel: Channel
  organisationId: string
  dice: Chance
}

/** The steps of all cases; begin order decides the numbers, so they must be run in the order of `at`. */
export function lives(school: School, dice: Chance, now: number): Step[] {
  const reporters = school.people.filter(({ role }) => role === 'reporter')
  const engineers = school.people.filter(({ role }) => role === 'engineer')
  const lead = school.people.find(({ role }) => role === 'lead') ?? engineers[0]
  if (!lead) throw new Error('a school without staff')
  const steps: Step[] = []
  const earlier: { id?: string }[] = []
  for (const [state, count] of endings)
    for (let index = 0; index < count; index++) {
      const old = state === 'closed' || state === 'cancelled'
      const age = old ? 2 * day + dice.upTo(70 * 24) * hour : state === 'new' ? dice.upTo(20) * hour : 6 * hour + dice.upTo(9 * 24) * hour
      const engineer = dice.of(engineers)
      const team = school.teams.find(({ members }, place) => place > 0 && members.includes(engineer)) ?? school.teams[0]
      const life: Life = {
        state,
        begin: atWork(now - age, dice),
        now,
        story: filledIn(dice.of(stories), dice),
        reporter: index === 0 ? (reporters[0] ?? lead) : dice.of(reporters),
        engineer,
        lead,
        team: team?.id ?? '',
        channel: dice.of(channels),
        organisationId: school.organisationId,
        dice,
      }
      steps.push(...stepsOf(life, earlier))
    }
  return steps.sort((one, other) => one.at.getTime() - other.at.getTime())
}

function filledIn(story: Story, dice: Chance): Story {
  const words: Record<string, string> = { room: dice.of(rooms), place: dice.of(places), device: `LT-${String(100 + dice.upTo(400))}` }
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, word: string) => words[word] ?? word)
  return Object.fromEntries(Object.entries(story).map(([key, value]) => [key, fill(value)])) as unknown as Story
}

function stepsOf(life: Life, earlier: { id?: string }[]): Step[] {
  const { story, reporter, engineer, dice, state } = life
  const made: { id?: string } = {}
  const steps: Step[] = []
  let at = life.begin
  const step = (who: Someone, wait: number, run: (ctx: Context, id: string) => Promise<unknown>) => {
    // Nothing of the demo lies in the future: a late step comes sooner.
    at = Math.min(at + wait, at + Math.max(60_000, (life.now - at) / 3))
    steps.push({ at: new Date(at), who, run: async (ctx) => void (await run(ctx, made.id ?? '')) })
  }
  const spoken = life.channel === 'phone' || life.channel === 'walkIn'
  step(spoken ? engineer : reporter, 0, async (ctx) => {
    const { kind, title, text, impact, urgency } = story
    const { organisationId, channel } = life
    const urgent =
      dice.upTo(20) === 0
        ? { priorityOverride: { priority: 'critical' as const, reason: 'De directie wacht hierop; besproken met de teamleider.' } }
        : {}
    const one = await openCase(ctx, {
      organisationId,
      kind,
      title,
      text,
      impact,
      urgency,
      channel,
      reporterId: reporter.id,
      registeredBy: spoken ? engineer.id : reporter.id,
      ...(spoken ? urgent : {}),
    })
    made.id = one.id
    const before = earlier.length > 20 && dice.upTo(12) === 0 ? dice.of(earlier).id : undefined
    if (before) await linkCases(ctx, one.id, before, 'related')
    earlier.push(made)
  })
  if (state !== 'new') workedOn(life, step)
  return steps
}

type Take = (who: Someone, wait: number, run: (ctx: Context, id: string) => Promise<unknown>) => void

/** What was done after it was reported. */
function workedOn(life: Life, step: Take): void {
  const { story, reporter, engineer, lead, dice, state } = life
  const say = (who: Someone, wait: number, text: string, visibility: 'public' | 'internal' = 'public') =>
    step(who, wait, (ctx, caseId) =>
      addEntry(ctx, { caseId, authorId: who.id, visibility, channel: 'portal', kind: visibility === 'public' ? 'message' : 'note', text }),
    )
  if (state === 'cancelled') {
    step(reporter, 2 * hour, (ctx, caseId) => moveCase(ctx, { caseId, move: 'cancel', by: 'reporter', reason: 'Het is vanzelf opgelost, bedankt.' }))
    return
  }
  step(lead, 20 * 60_000 + dice.upTo(90) * 60_000, async (ctx, id) => {
    const version = (await caseById(ctx, id))?.version ?? 1
    await assignCase(ctx, id, { version, teamId: life.team, ...(dice.upTo(6) > 0 && { assigneeId: engineer.id }) })
  })
  step(engineer, 10 * 60_000 + dice.upTo(60) * 60_000, (ctx, caseId) => moveCase(ctx, { caseId, move: 'take', by: 'engineer' }))
  say(engineer, dice.upTo(40) * 60_000, story.question)
  if (dice.upTo(3) > 0) say(reporter, dice.upTo(5) * hour, story.answer)
  if (dice.upTo(2) === 0) say(engineer, dice.upTo(2) * hour, story.note, 'internal')
  if (state === 'waiting') wait(life, step)
  if (state === 'inProgress' || state === 'waiting') return
  const { done, tested } = story
  const solve = () =>
    step(engineer, hour + dice.upTo(20) * hour, (ctx, caseId) => moveCase(ctx, { caseId, move: 'solve', by: 'engineer', done, tested }))
  solve()
  if (state === 'reopened' || (state === 'closed' && dice.upTo(8) === 0)) {
    const text = 'Helaas, vanochtend was het weer hetzelfde.'
    step(reporter, 3 * hour, (ctx, caseId) => moveCase(ctx, { caseId, move: 'reject', by: 'reporter', text }))
    if (state === 'reopened') return
    solve()
  }
  if (state === 'solved') return
  if (dice.upTo(5) > 0)
    step(reporter, 2 * hour + dice.upTo(20) * hour, (ctx, caseId) =>
      moveCase(ctx, { caseId, move: 'confirm', by: 'reporter', text: dice.upTo(2) ? 'Het werkt weer, dank u wel.' : undefined }),
    )
  else
    step(engineer, 24 * hour, (ctx, caseId) =>
      moveCase(ctx, { caseId, move: 'close', by: 'engineer', reason: 'Twee keer gevraagd, geen antwoord gekregen.' }),
    )
}

function wait({ engineer, dice, now }: Life, step: Take): void {
  const kind = dice.upTo(5)
  const wish =
    kind < 2
      ? ({ for: 'reporter', reason: 'Wacht op antwoord op de vraag.' } as const)
      : kind < 4
        ? ({ for: 'supplier', reason: 'Onderdeel besteld.' } as const)
        : ({ for: 'moment', until: new Date(now + (1 + dice.upTo(9)) * day).toISOString(), reason: 'Buiten lestijd uitvoeren.' } as const)
  step(engineer, hour, (ctx, caseId) => moveCase(ctx, { caseId, move: 'wait', by: 'engineer', ...wish }))
}
