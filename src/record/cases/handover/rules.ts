/** Whether work may change hands without a note. Pure. */
import type { State } from '../contract.ts'

/** A note that was written ahead counts for so long: after a shift it no longer says how things are. */
export const freshHours = 24

interface Work {
  state: State
  assigneeId: string | null
}
const inWork: readonly State[] = ['inProgress', 'waiting', 'reopened']

/** Somebody works on it, and after this it is somebody else's, or nobody's. */
export const changesHands = (row: Work, assigneeId: string | null): boolean =>
  row.assigneeId !== null && inWork.includes(row.state) && assigneeId !== row.assigneeId

/** The team's own rule, else that of the organisation; nobody asked for it: not required. */
export const requiredBy = (rules: readonly { teamId: string | null; required: boolean }[], teamId: string | null): boolean =>
  (rules.find((rule) => rule.teamId !== null && rule.teamId === teamId) ?? rules.find((rule) => rule.teamId === null))?.required ?? false

interface Note {
  status: string
  fromId: string | null
  toId: string | null
  writtenAt: string
}
/** The note that goes along: written for who works on it now and still fresh, or still with them because they never took it over. */
export const countsFor = (note: Note | undefined, assigneeId: string | null, now: Date): boolean =>
  note !== undefined &&
  (note.status === 'written'
    ? note.fromId === assigneeId && now.getTime() - Date.parse(note.writtenAt) <= freshHours * 3_600_000
    : note.status === 'offered' && note.toId === assigneeId)
