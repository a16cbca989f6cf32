/** The story of a case: what was said, and between it what happened, in one line of time. */
import { createElement } from 'react'
import type * as z from 'zod'
import type { Text } from '#web/kit/texts.ts'
import type { TimelineEntry } from '#web/kit/timeline.tsx'
import type { CasePage, HistoryItem } from '../../contract.ts'
import type { deskWords } from '../texts.ts'
import { EntryText, type MailOfEntry } from './entryText.tsx'
import { Files } from './files.tsx'

type T = Text<keyof typeof deskWords & string>
export type History = z.infer<typeof HistoryItem>
type Entry = CasePage['entries'][number]
/** By entry; the mail that opened the case under the case itself. */
export type Mails = ReadonlyMap<string, MailOfEntry>
export interface Marks {
  mails: Mails
  /** By entry, in words: the case that it became, or a part of which it is as well. */
  went: ReadonlyMap<string, string>
}

/** These are shown by the entry, the file or the report itself. */
const shownOtherwise = [
  'cases.entryAdded',
  'cases.attached',
  'cases.opened',
  'desk.complaints.given',
  'desk.escalated',
  'desk.escalationAnswered',
  'desk.majorDeclared',
]
/** So are tasks, time and who follows: they stand beside the story, and the history has each step. */
const beside = /^cases\.(task|time|watched|unwatched|mentioned)/
const worthSaying = (item: History) => !shownOtherwise.includes(item.name) && !beside.test(item.name)

function detailOf(t: T, entry: Pick<Entry, 'kind' | 'channel'>): string {
  const kind = entry.kind === 'solution' || entry.kind === 'test' ? t(`cases.entry.${entry.kind}`) : ''
  const channel = entry.channel === 'mail' || entry.channel === 'phone' || entry.channel === 'walkIn' ? t(`cases.channel.${entry.channel}`) : ''
  return [kind, channel].filter(Boolean).join(' · ')
}

function reportOf(page: CasePage, mails: Mails, t: T): TimelineEntry {
  const one = page.case
  const files = page.attachments.filter(({ entryId }) => entryId === null)
  return {
    id: 'report',
    at: one.openedAt,
    by: one.reporter.name,
    kind: 'said',
    detail: [t('desk.case.report'), t(`cases.channel.${one.channel}`)].join(' · '),
    content: one.text.trim()
      ? createElement(EntryText, { entry: { id: one.id, text: one.text, channel: one.channel }, mail: mails.get(one.id) })
      : t('desk.case.noText'),
    ...(files.length > 0 && { foot: createElement(Files, { files }) }),
  }
}

function saidOf(entry: Entry, page: CasePage, { mails, went }: Marks, t: T): TimelineEntry {
  const files = page.attachments.filter(({ entryId }) => entryId === entry.id)
  const from = page.merged.find(({ id }) => id === entry.caseId)?.number
  const detail = [detailOf(t, entry), from, went.get(entry.id)].filter(Boolean).join(' · ')
  return {
    id: entry.id,
    at: entry.at,
    by: entry.author?.name ?? t('desk.case.spil'),
    // A file must be reached, whoever brought it.
    kind: entry.kind === 'system' && files.length === 0 ? 'done' : 'said',
    internal: entry.visibility === 'internal',
    ...(detail && { detail }),
    content: createElement(EntryText, { entry, mail: mails.get(entry.id) }),
    ...(files.length > 0 && { foot: createElement(Files, { files }) }),
  }
}

/** What the reporters of cases that were merged into this one wrote. */
const mergedReports = (page: CasePage, t: T): TimelineEntry[] =>
  page.merged.map((one) => ({
    id: `merged-${one.id}`,
    at: one.openedAt,
    by: one.reporter.name,
    kind: 'said',
    detail: [t('desk.case.report'), one.number].join(' · '),
    content: one.text.trim() ? one.text : one.title,
  }))

/** How much of the history stands on the page at most. */
export const historySize = 100

/** The logbook keeps what happened to a confidential case from who was not named on it yet; the page says that something is missing, and what is not. */
function unseen(page: CasePage, history: readonly History[], t: T): TimelineEntry[] {
  const oldest = history.at(-1)
  if (!page.case.confidential || !oldest || history.length >= historySize || history.some(({ name }) => name === 'cases.opened')) return []
  return [{ id: 'unseen', at: oldest.at, by: t('desk.case.spil'), kind: 'done', content: t('desk.case.unseen') }]
}

export function storyOf(page: CasePage, earlier: readonly Entry[], history: readonly History[], marks: Marks, t: T): readonly TimelineEntry[] {
  const entries = [...earlier, ...page.entries]
  const begin = page.earlier ? (entries[0]?.at ?? '') : ''
  const happened = history
    .filter((item) => worthSaying(item) && item.at >= begin)
    .map(
      (item): TimelineEntry => ({ id: `event-${item.id}`, at: item.at, by: item.by?.name ?? t('desk.case.spil'), kind: 'done', content: item.text }),
    )
  // The report itself may be kept as the first entry as well.
  const opening = entries.find((entry) => entry.text.trim() === page.case.text.trim() && entry.at === page.case.openedAt)
  const said = entries.filter((entry) => entry !== opening).map((entry) => saidOf(entry, page, marks, t))
  const first = opening
    ? { ...reportOf(page, marks.mails, t), ...saidOf(opening, page, marks, t), detail: reportOf(page, marks.mails, t).detail ?? '' }
    : reportOf(page, marks.mails, t)
  const before = page.earlier ? [] : [first, ...unseen(page, history, t)]
  return [...before, ...[...said, ...mergedReports(page, t), ...happened].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))]
}
