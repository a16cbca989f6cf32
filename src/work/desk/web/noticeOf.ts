/** Which events are worth a word to this person: what others did with work that is mine or that I reported. */
import { api } from '#web/kit/api.ts'
import type { LiveEvent } from '#web/kit/live.ts'
import type { Me } from '#web/kit/person.ts'
import { deskNotices } from '../notices/contract.ts'
import type { roomWords } from './roomTexts.ts'

interface Data {
  number?: number
  assigneeId?: string | null
  reporterId?: string
  byReporter?: boolean
  visibility?: string
  authorId?: string | null
  move?: string
  to?: string
  before?: { assigneeId: string | null }
}

function titleOf(name: string, data: Data, me: Me): keyof typeof roomWords | undefined {
  const mine = data.assigneeId === me.id
  const reported = data.reporterId === me.id
  if (name === 'cases.assigned') return mine && data.before?.assigneeId !== me.id ? 'desk.notice.given' : undefined
  if (name === 'cases.entryAdded') {
    if (data.authorId === me.id) return undefined
    if (mine && data.byReporter) return 'desk.notice.answered'
    return reported && data.visibility === 'public' && !data.byReporter ? 'desk.notice.yours.answered' : undefined
  }
  if (name !== 'cases.moved') return undefined
  if (reported && data.to === 'solved') return 'desk.notice.yours.test'
  if (!mine) return undefined
  if (data.move === 'reject') return 'desk.notice.rejected'
  if (data.move === 'confirm') return 'desk.notice.confirmed'
  return data.move === 'resume' ? 'desk.notice.resumed' : undefined
}

/** What the wings tell: kept by the server, which knows for whom it is; here only when it names me. */
const named: Readonly<Record<string, keyof typeof roomWords>> = {
  'desk.escalated': 'desk.notice.escalated',
  'desk.escalationAnswered': 'desk.notice.answeredQuestion',
  'desk.escalationKept': 'desk.notice.kept',
  'desk.escalationDecided': 'desk.notice.decided',
  'desk.majorDeclared': 'desk.notice.major',
  'desk.majorUpdateLate': 'desk.notice.updateLate',
  'cases.handoverReturned': 'desk.notice.returned',
}
function namesMe(data: Data & Record<string, unknown>, me: Me): boolean {
  const people = [data.toId, data.askedById, data.leadId, data.communicationId, data.fromId, ...(Array.isArray(data.people) ? data.people : [])]
  return people.includes(me.id)
}

export function noticeOf(event: LiveEvent, me: Me) {
  if (event.name === 'desk.outageLate') {
    const { data } = event as LiveEvent & { data?: { outageId: string; people: readonly string[] } }
    if (!data?.people.includes(me.id)) return null
    const values: Readonly<Record<string, string>> = {}
    return { title: 'desk.notice.outageLate' as const, values, to: `/desk/outages/${data.outageId}`, kept: true }
  }
  const other = named[event.name]
  if (other) {
    const { data = {}, actor } = event as LiveEvent & { data?: Data & Record<string, unknown>; actor?: string }
    if (actor?.endsWith(me.id) || data.number === undefined || !namesMe(data, me)) return null
    return { title: other, values: { number: `C-${data.number}` }, to: `/desk/cases/C-${data.number}`, kept: true }
  }
  if (event.name === 'desk.absence.began') {
    const { standsIn } = (event as LiveEvent & { data?: { standsIn?: readonly string[] } }).data ?? {}
    const values: Readonly<Record<string, string>> = {}
    return standsIn?.includes(me.id) ? { title: 'desk.notice.standsIn' as const, values, to: '/desk/absence', kept: true } : null
  }
  if (!event.name.startsWith('cases.')) return null
  const { data = {}, actor } = event as LiveEvent & { data?: Data; actor?: string }
  if (actor?.endsWith(me.id)) return null
  const title = titleOf(event.name, data, me)
  if (!title || data.number === undefined) return null
  const number = `C-${data.number}`
  const yours = title.startsWith('desk.notice.yours')
  return { title, values: { number }, to: yours ? `/portal/cases/${number}` : `/desk/cases/${number}`, kept: !yours }
}

const calls = api(deskNotices)
let newest = ''
/** What the server keeps for me: also what happened while I was away. */
export const kept = {
  may: 'desk.read',
  load: async (signal: AbortSignal) => {
    const { items, unread } = await calls.notices({ query: { limit: 30 } }, { signal })
    newest = items[0]?.at ?? newest
    return { unread, items: items.map(({ id, at, text, title, page }) => ({ id, at, text: `${text}: ${title}`, to: page })) }
  },
  /** Up to the newest that was shown, by the clock of the server. */
  read: () => calls.readNotices({ body: { until: new Date(Date.parse(newest) + 1).toISOString() } }),
}
