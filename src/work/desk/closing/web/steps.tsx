/** The steps of a test, per round; written and done in place. */
import { ActionIcon, Button, Menu, Textarea, TextInput } from '@mantine/core'
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { type FormEvent, useState } from 'react'
import { results, type Step } from '#record/cases/testing/contract.ts'
import { api } from '#web/kit/api.ts'
import { type Meaning, StateBadge } from '#web/kit/stateBadge.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toastProblem } from '#web/kit/toast.tsx'
import { deskClosing, type Testing } from '../contract.ts'
import classes from './closing.module.css'
import { closingWords } from './texts.ts'

const calls = api(deskClosing)
const meanings: Readonly<Record<Step['result'], Meaning>> = { open: 'waiting', passed: 'done', failed: 'broken' }

interface Props {
  caseId: string
  testing: Testing
  /** Steps can still be written. */
  open: boolean
  again: () => void
}
export function Steps({ caseId, testing, open, again }: Props) {
  const t = useText(closingWords)
  const [editing, setEditing] = useState<string>()
  const rounds = [...new Set(testing.steps.map(({ round }) => round))]
  const may = testing.mayWork && open
  const run = (doing: Promise<unknown>) => doing.catch((error) => toastProblem(error, t('test.steps'))).finally(again)
  const now = (step: Step) => may && step.round === testing.round
  return (
    <div>
      <h3>{t('test.steps')}</h3>
      {testing.steps.length === 0 && <p className={classes.quiet}>{t('test.none')}</p>}
      {rounds.map((round) => (
        <div key={round}>
          {rounds.length > 1 && <p className={classes.quiet}>{t('test.round', { round })}</p>}
          <ul className={classes.list}>
            {testing.steps
              .filter((step) => step.round === round)
              .map((step) =>
                editing === step.id ? (
                  <li key={step.id}>
                    <StepForm
                      step={step}
                      leave={() => setEditing(undefined)}
                      save={async (fields) => {
                        await run(calls.changeStep({ params: { id: caseId, stepId: step.id }, body: { version: step.version, ...fields } }))
                        setEditing(undefined)
                      }}
                    />
                  </li>
                ) : (
                  <StepLine
                    key={step.id}
                    step={step}
                    {...(now(step) && {
                      change: () => setEditing(step.id),
                      result: (result: Step['result']) =>
                        void run(calls.changeStep({ params: { id: caseId, stepId: step.id }, body: { version: step.version, result } })),
                      remove: () => void run(calls.removeStep({ params: { id: caseId, stepId: step.id }, query: { version: String(step.version) } })),
                    })}
                  />
                ),
              )}
          </ul>
        </div>
      ))}
      {may && editing === 'new' && (
        <StepForm
          leave={() => setEditing(undefined)}
          save={async (fields) => {
            await run(calls.addSteps({ params: { id: caseId }, body: { steps: [{ ...fields, what: fields.what ?? '' }] } }))
            setEditing(undefined)
          }}
        />
      )}
      {may && editing !== 'new' && (
        <div className={classes.actions}>
          <Button size="xs" variant="default" onClick={() => setEditing('new')}>
            {t('test.add')}
          </Button>
          {testing.templates.length > 0 && (
            <Menu position="bottom-start" withinPortal={false}>
              <Menu.Target>
                <Button size="xs" variant="default">
                  {t('test.template')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {testing.templates.map(({ id, name }) => (
                  <Menu.Item key={id} onClick={() => void run(calls.addSteps({ params: { id: caseId }, body: { template: id } }))}>
                    {name}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
        </div>
      )}
    </div>
  )
}

interface LineProps {
  step: Step
  change?: () => void
  result?: (result: Step['result']) => void
  remove?: () => void
}
function StepLine({ step, change, result, remove }: LineProps) {
  const t = useText(closingWords)
  return (
    <li className={classes.step}>
      <span className={classes.line}>
        <strong>{step.what}</strong>
        {change && (
          <span className={classes.actions}>
            <ActionIcon size="sm" aria-label={t('test.change', { what: step.what })} onClick={change}>
              <IconPencil size={14} aria-hidden />
            </ActionIcon>
            {remove && step.reporter === null && (
              <ActionIcon size="sm" aria-label={t('test.remove', { what: step.what })} onClick={remove}>
                <IconX size={14} aria-hidden />
              </ActionIcon>
            )}
          </span>
        )}
      </span>
      {step.expected && (
        <span>
          {t('test.expected')} {step.expected}
        </span>
      )}
      {step.actual && (
        <span>
          {t('test.actual')} {step.actual}
        </span>
      )}
      {step.question && <span className="dim">{t('test.asked', { question: step.question })}</span>}
      <span className={classes.meta}>
        <StateBadge meaning={meanings[step.result]} plain>
          {t(`test.${step.result}`)}
        </StateBadge>
        {step.testedBy && <span>{step.testedBy.name}</span>}
        {step.testedAt && <Time at={step.testedAt} />}
      </span>
      {step.reporter && (
        <span className={classes.meta}>
          <StateBadge meaning={step.reporter.result === 'works' ? 'done' : 'broken'} plain>
            {t(`test.reporter.${step.reporter.result}`)}
          </StateBadge>
          {step.reporter.remark && <span>“{step.reporter.remark}”</span>}
          <Time at={step.reporter.at} />
        </span>
      )}
      {result && step.result === 'open' && (
        <span className={classes.actions}>
          {results
            .filter((one) => one !== 'open')
            .map((one) => (
              <Button key={one} size="xs" variant="default" aria-label={`${t(`test.${one}`)}: ${step.what}`} onClick={() => result(one)}>
                {t(`test.${one}`)}
              </Button>
            ))}
        </span>
      )}
    </li>
  )
}

interface Fields {
  what?: string
  expected?: string
  actual?: string
  question?: string | null
}
function StepForm({ step, save, leave }: { step?: Step; save: (fields: Fields) => Promise<unknown>; leave: () => void }) {
  const t = useText(closingWords)
  const words = useWords()
  const [fields, setFields] = useState({
    what: step?.what ?? '',
    expected: step?.expected ?? '',
    actual: step?.actual ?? '',
    question: step?.question ?? '',
  })
  const [busy, setBusy] = useState(false)
  const put = (part: Partial<typeof fields>) => setFields({ ...fields, ...part })
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (fields.what.trim() === '') return
    setBusy(true)
    await save({ ...fields, what: fields.what.trim(), question: fields.question.trim() || null }).finally(() => setBusy(false))
  }
  return (
    <form className={classes.form} onSubmit={(event) => void send(event)}>
      <TextInput
        size="sm"
        label={t('test.what')}
        required
        autoFocus
        maxLength={500}
        value={fields.what}
        onChange={(event) => put({ what: event.currentTarget.value })}
      />
      <TextInput
        size="sm"
        label={t('test.expected')}
        maxLength={2000}
        value={fields.expected}
        onChange={(event) => put({ expected: event.currentTarget.value })}
      />
      {step && (
        <Textarea
          size="sm"
          label={t('test.actual')}
          autosize
          minRows={1}
          value={fields.actual}
          onChange={(event) => put({ actual: event.currentTarget.value })}
        />
      )}
      <TextInput
        size="sm"
        label={t('test.question')}
        description={t('test.question.help')}
        maxLength={500}
        value={fields.question}
        onChange={(event) => put({ question: event.currentTarget.value })}
      />
      <div className={classes.actions}>
        <Button type="submit" size="xs" loading={busy}>
          {t('test.save')}
        </Button>
        <Button size="xs" variant="default" onClick={leave}>
          {words('kit.cancel')}
        </Button>
      </div>
    </form>
  )
}
