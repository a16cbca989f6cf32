/** Who handles complaints, and within which terms. */
import * as z from 'zod'
import { Form } from '#web/kit/form.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import classes from '../../kinds/web/kinds.module.css'
import type { SettingsProps } from '../../web/settings/parts.ts'
import { deskComplaints } from '../contract.ts'
import { complaintCalls } from './complaintCalls.ts'
import { complaintWords } from './texts.ts'

const schema = deskComplaints.changePolicy.body.pick({ acknowledgeDays: true, answerDays: true }).extend({ handlerId: z.string() })

export default function PolicySection({ organisationId, may }: SettingsProps) {
  const t = useText(complaintWords)
  const reload = useReload()
  const { data, error, refetch } = useLoad({
    key: ['desk', 'complaintPolicy', organisationId],
    load: (signal) => complaintCalls.policy({ query: { organisationId } }, { signal }),
    on: ['desk.complaints.policyChanged'],
  })
  const refused = may ? {} : { refused: '' }
  return (
    <Section title={t('desk.policy.title')}>
      <p className={classes.lead}>{t('desk.policy.lead')}</p>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={3} />}
      {data && (
        <Form
          key={data.version}
          schema={schema}
          texts={complaintWords}
          prefix="desk.policy"
          initial={{ handlerId: data.handler?.id ?? 'turn', acknowledgeDays: data.acknowledgeDays, answerDays: data.answerDays }}
          fields={[
            {
              name: 'handlerId',
              options: [{ value: 'turn', label: t('desk.policy.turn') }, ...data.leads.map(({ id, name }) => ({ value: id, label: name }))],
              ...refused,
            },
            { name: 'acknowledgeDays', ...refused },
            { name: 'answerDays', ...refused },
          ]}
          verb={t('desk.policy.save')}
          submit={async ({ handlerId, ...days }) => {
            await complaintCalls.changePolicy({
              body: { organisationId, version: data.version, handlerId: handlerId === 'turn' ? null : handlerId, ...days },
            })
            toast(t('desk.policy.saved'))
            await reload(['desk', 'complaintPolicy'])
          }}
        />
      )}
    </Section>
  )
}
