/** Opens a problem behind one case or several, with what they have in common filled in. */

import { useGo } from '#web/kit/links.tsx'
import { useReload } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { CaseItem } from '../../contract.ts'
import { Ask } from '../../kinds/web/ask.tsx'
import { deskProblems } from '../contract.ts'
import { problemCalls } from './problemCalls.ts'
import { problemWords } from './texts.ts'

type From = Pick<CaseItem, 'id' | 'title' | 'impact' | 'urgency' | 'organisationId'>
const impacts = ['person', 'group', 'department', 'organisation'] as const
const urgencies = ['low', 'normal', 'high'] as const

/** More than one is at least a group; otherwise the worst of them. */
function worst<V extends string>(order: readonly V[], values: readonly V[], least: number): V {
  const at = Math.max(least, ...values.map((value) => order.indexOf(value)))
  return order[Math.min(at, order.length - 1)] as V
}

export function OpenProblem({ rows, onClose, opened }: { rows: readonly From[]; onClose: () => void; opened?: () => void }) {
  const t = useText(problemWords)
  const go = useGo()
  const reload = useReload()
  const choices = (list: readonly string[], of: 'impact' | 'urgency') =>
    list.map((value) => ({ value, label: t(`cases.${of}.${value}` as 'cases.impact.person') }))
  return (
    <Ask
      title={t('desk.problem.open')}
      lead={t('desk.problem.open.lead', { count: rows.length })}
      schema={deskProblems.openProblem.body}
      texts={problemWords}
      prefix="desk.problem"
      initial={{
        title: rows.length === 1 ? (rows[0]?.title ?? '') : '',
        impact: worst(
          impacts,
          rows.map((row) => row.impact),
          rows.length > 1 ? 1 : 0,
        ),
        urgency: worst(
          urgencies,
          rows.map((row) => row.urgency),
          0,
        ),
      }}
      fields={[
        { name: 'title', autoFocus: true },
        { name: 'text', kind: 'long', rows: 3 },
        { name: 'impact', options: choices(impacts, 'impact') },
        { name: 'urgency', options: choices(urgencies, 'urgency') },
        'take',
      ]}
      verb={t('desk.problem.open')}
      onClose={onClose}
      submit={async (values) => {
        const first = rows[0]
        const made = await problemCalls.openProblem({
          body: { ...values, incidents: rows.map(({ id }) => id), ...(first && { organisationId: first.organisationId }) },
        })
        toast(t('desk.problem.opened', { number: made.number }))
        opened?.()
        await reload(['desk'])
        go(`/desk/cases/${made.number}`)
      }}
    />
  )
}
