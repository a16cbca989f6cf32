/** On the page of a case: the test steps, what the reporter answered, the closing check, and aftercare. */
import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Check } from '#record/cases/closing/contract.ts'
import { api } from '#web/kit/api.ts'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Facts } from '#web/kit/recordPage.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { CaseProps } from '../../web/case/parts.ts'
import { deskClosing, type Testing } from '../contract.ts'
import classes from './closing.module.css'
import { Steps } from './steps.tsx'
import { closingWords } from './texts.ts'

const closingCalls = api(deskClosing)
const useTesting = (caseId: string) =>
  useLoad({
    key: ['desk', 'testing', caseId],
    load: (signal) => closingCalls.testing({ params: { id: caseId } }, { signal }),
    about: [`case/${caseId}`],
  })

export default function ClosingPanel({ page }: CaseProps) {
  const { id } = page.case
  const { data, error, refetch } = useTesting(id)
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Skeletons rows={4} />
  const again = () => void refetch()
  return (
    <div className={classes.group}>
      <Steps caseId={id} testing={data} open={page.case.state !== 'closed' && page.case.state !== 'cancelled'} again={again} />
      <Answers testing={data} />
      <Checks checks={data.check} />
      {data.mayWork && <Codes key={data.closing.version} caseId={id} testing={data} again={again} />}
      <Moments testing={data} />
    </div>
  )
}

function Answers({ testing }: { testing: Testing }) {
  const t = useText(closingWords)
  if (testing.answers.length === 0) return null
  return (
    <div>
      <h3>{t('test.answers')}</h3>
      <ul className={classes.list}>
        {testing.answers.map((one) => (
          <li key={one.id} className={classes.step}>
            <StateBadge
              meaning={one.outcome === 'askedAgain' ? 'risk' : one.said === 'yes' ? 'done' : one.said === 'no' ? 'broken' : 'waiting'}
              plain
            >
              {t('test.answer', { said: one.said, via: one.via })}
            </StateBadge>
            {one.text && <span>“{one.text}”</span>}
            <span className={classes.meta}>
              {one.by.name} <Time at={one.at} /> {t('test.round', { round: one.round })}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Checks({ checks }: { checks: readonly Check[] }) {
  const t = useText(closingWords)
  return (
    <div>
      <h3>{t('close.check')}</h3>
      <dl className={classes.check}>
        {checks
          .filter(({ needed, done }) => needed || done)
          .map((one) => (
            <div key={one.check} style={{ display: 'contents' }}>
              <dt>{t(`close.check.${one.check}`)}</dt>
              <dd>
                <StateBadge meaning={one.done ? 'done' : 'broken'} plain>
                  {t(one.done ? 'close.done' : 'close.missing')}
                </StateBadge>
                <div>{one.why}</div>
              </dd>
            </div>
          ))}
      </dl>
    </div>
  )
}

function Codes({ caseId, testing, again }: { caseId: string; testing: Testing; again: () => void }) {
  const t = useText(closingWords)
  const { closing, solutions, causes } = testing
  const [why, setWhy] = useState(closing.notTestable ?? '')
  const [despite, setDespite] = useState(closing.despiteDeviations ?? '')
  const deviates = testing.check.some(({ check, needed }) => check === 'deviations' && needed)
  const save = (fields: {
    solutionCode?: string | null
    causeCode?: string | null
    notTestable?: string | null
    despiteDeviations?: string | null
  }) =>
    closingCalls
      .changeClosing({ params: { id: caseId }, body: { version: closing.version, ...fields } })
      .then(() => toast(t('close.saved')))
      .catch((error) => toastProblem(error, t('close.title')))
      .finally(again)
  const choices = (all: Testing['causes']) => [
    { value: '', label: t('close.choose') },
    ...all.map(({ code, name }) => ({ value: code, label: name })),
  ]
  return (
    <div className={classes.form}>
      <NativeSelect
        size="sm"
        label={t('close.check.code')}
        value={closing.solutionCode ?? ''}
        data={choices(solutions)}
        onChange={(event) => void save({ solutionCode: event.currentTarget.value || null })}
      />
      <NativeSelect
        size="sm"
        label={t('close.check.cause')}
        value={closing.causeCode ?? ''}
        data={choices(causes)}
        onChange={(event) => void save({ causeCode: event.currentTarget.value || null })}
      />
      <TextInput
        size="sm"
        label={t('close.notTestable')}
        value={why}
        maxLength={2000}
        onChange={(event) => setWhy(event.currentTarget.value)}
        onBlur={() => why.trim() !== (closing.notTestable ?? '') && void save({ notTestable: why.trim() || null })}
      />
      {deviates && (
        <TextInput
          size="sm"
          label={t('close.despiteDeviations')}
          value={despite}
          maxLength={2000}
          onChange={(event) => setDespite(event.currentTarget.value)}
          onBlur={() => despite.trim() !== (closing.despiteDeviations ?? '') && void save({ despiteDeviations: despite.trim() || null })}
        />
      )}
    </div>
  )
}

function Moments({ testing }: { testing: Testing }) {
  const t = useText(closingWords)
  const { remindAt, closeAt, byPolicy } = testing.closing
  const rows = [
    ...(remindAt ? [{ label: t('close.remind'), value: <Time at={remindAt} as="absolute" /> }] : []),
    ...(closeAt ? [{ label: t('close.closes'), value: <Time at={closeAt} as="absolute" /> }] : []),
    ...(testing.reopenUntil ? [{ label: t('close.reopen'), value: <Time at={testing.reopenUntil} as="absolute" /> }] : []),
  ]
  return (
    <>
      {byPolicy && <p className={classes.quiet}>{t('close.byPolicy')}</p>}
      {rows.length > 0 && <Facts rows={rows} />}
    </>
  )
}
