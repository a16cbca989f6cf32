/** What happened to an item, to lie over its graphs: what deviated, when it was in maintenance, its cases (a change is one), and what was altered of the item itself. */
import { history as itemHistory, linking } from '#record/items/web/more.ts'
import { deviations } from '#record/norms/web/calls.ts'
import { severityMeaning } from '#record/norms/web/marks.tsx'
import type { GraphEvent } from '#web/kit/graph.tsx'
import { useLoad } from '#web/kit/load.ts'
import { useMay } from '#web/kit/person.ts'
import { toneOf } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { windowCalls } from '../../alarms/web/alarmCalls.ts'
import { graphTexts } from './graphTexts.ts'
import type { Shown } from './span.ts'

const most = 100
const hour = 3_600_000
/** Longer is not asked. */
const longest = 400 * 24 * hour

/** The newest first; at most 100 of each kind. */
export function useItemEvents(itemId: string, span: Shown): readonly GraphEvent[] {
  const t = useText(graphTexts)
  const norms = useMay('norms.read')
  const ofItem = { about: [`item/${itemId}`] }
  const deviated = useLoad({
    ...ofItem,
    key: ['monitoring', 'events', 'deviations', itemId],
    load: (signal) => deviations.deviations({ query: { itemId, limit: most } }, { signal }),
    on: ['norms.deviationOpened', 'norms.deviationEnded'],
    when: norms,
  }).data
  const cases = useLoad({
    ...ofItem,
    key: ['monitoring', 'events', 'cases', itemId],
    load: (signal) => linking.itemCases({ params: { id: itemId } }, { signal }),
    on: ['items.caseLinked', 'cases.moved'],
  }).data
  const changed = useLoad({
    ...ofItem,
    key: ['monitoring', 'events', 'history', itemId],
    load: (signal) => itemHistory.history({ params: { id: itemId }, query: { limit: most } }, { signal }),
  }).data
  // By the hour, so that what moves along with now is not asked again all the time; some of what is to come belongs to it.
  const [from, to] = [Math.floor(span.from / hour) * hour, Math.ceil(span.to / hour) * hour + hour]
  const turns = useLoad({
    key: ['monitoring', 'events', 'windows', itemId, from, to],
    load: (signal) =>
      windowCalls.turnsOnItem({ params: { id: itemId }, query: { from: new Date(from).toISOString(), to: new Date(to).toISOString() } }, { signal }),
    on: ['monitoring.windowChanged'],
    when: useMay('monitoring.read') && to - from <= longest,
  }).data
  const events: GraphEvent[] = [
    ...(turns?.items ?? []).map((turn) => ({
      ...{ at: Date.parse(turn.from), until: Date.parse(turn.until), tone: 'blue' as const, kind: t('monitoring.event.window') },
      ...{ text: turn.name, to: '/monitoring/windows' },
    })),
    ...(deviated?.items ?? []).map(({ from, until, severity, expectation, id }) => ({
      ...{ at: Date.parse(from), until: until === null ? null : Date.parse(until), tone: toneOf(severityMeaning[severity]) },
      ...{ kind: t('monitoring.event.deviation'), text: expectation.title, to: `/norms/deviations/${id}` },
    })),
    ...(cases?.items ?? []).map(({ number, title, openedAt }) => ({
      ...{ at: Date.parse(openedAt), tone: 'blue' as const, kind: t('monitoring.event.case') },
      ...{ text: `${number} ${title}`, to: `/desk/cases/${number}` },
    })),
    ...(changed?.items ?? []).map(({ at, changes, why }) => ({
      ...{ at: Date.parse(at), tone: 'grey' as const, kind: t('monitoring.event.item') },
      text: why ?? changes.map(({ name }) => name).join(', '),
    })),
  ]
  return events.sort((one, other) => other.at - one.at)
}
/** Only what touches the span. */
export const eventsIn = (events: readonly GraphEvent[], { from, to }: { from: number; to: number }): GraphEvent[] =>
  events.filter(({ at, until }) => at <= to && (until === undefined ? at >= from : until === null || until >= from))
