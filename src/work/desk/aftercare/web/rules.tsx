/** By which rules a contact is planned after closing. */
import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { kinds, priorities } from '#record/cases/contract.ts'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import classes from '../../closing/web/closing.module.css'
import { settingWords } from '../../closing/web/settingsTexts.ts'
import { useTeams } from '../../web/calls.ts'
import { type Rule, type RuleView, whos } from '../contract.ts'
import { careCalls } from './care.tsx'

interface Props {
  organisationId: string
  may: boolean
}
export function CareRules({ organisationId, may }: Props) {
  const t = useText(settingWords)
  const reload = useReload()
  const [adding, setAdding] = useState(false)
  const key = ['desk', 'aftercare', 'rules', organisationId]
  const { data, error, refetch } = useLoad({
    key,
    load: (signal) => careCalls.rules({ query: { organisationId } }, { signal }),
    on: ['desk.aftercare.ruleChanged'],
  })
  const flip = ({ id, name, rule, version, active }: RuleView) =>
    careCalls
      .changeRule({ params: { id }, body: { version, name, rule, active: !active } })
      .then(() => reload(key))
      .catch((thrown) => toastProblem(thrown, t('cset.care')))
  return (
    <Section title={t('cset.care')}>
      <p className={classes.quiet}>{t('cset.care.lead')}</p>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={2} />}
      {data?.items.length === 0 && <p className={classes.quiet}>{t('cset.care.none')}</p>}
      <ul className={classes.list}>
        {data?.items.map((one) => (
          <li key={one.id} className={classes.card}>
            <strong>{one.name}</strong>
            <span className={classes.meta}>
              <span>{t('cset.care.days', { days: one.rule.afterDays })}</span>
              <span>{t(`cset.care.who.${one.rule.who}`)}</span>
              {!one.active && <span>{t('cset.care.isOff')}</span>}
              {may && (
                <Button size="xs" variant="default" onClick={() => void flip(one)}>
                  {t(one.active ? 'cset.care.off' : 'cset.care.on', { name: one.name })}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      {may && !adding && (
        <Button variant="default" onClick={() => setAdding(true)}>
          {t('cset.care.add')}
        </Button>
      )}
      {adding && (
        <NewRule
          organisationId={organisationId}
          leave={() => {
            setAdding(false)
            void reload(key)
          }}
        />
      )}
    </Section>
  )
}

const flags = ['majorIncident', 'reopened', 'lowMark'] as const
function NewRule({ organisationId, leave }: { organisationId: string; leave: () => void }) {
  const t = useText(settingWords)
  const words = useWords()
  const teams = useTeams(organisationId)
  const [name, setName] = useState('')
  const [rule, setRule] = useState<Rule>({
    when: { kinds: [], priorities: [], majorIncident: false, reopened: false, lowMark: false },
    afterDays: 3,
    who: 'assignee',
    teamId: null,
    mostAttempts: 3,
  })
  const save = (event: FormEvent) => {
    event.preventDefault()
    careCalls
      .addRule({ body: { organisationId, name, rule } })
      .then(() => toast(t('cset.saved')))
      .then(leave)
      .catch((error) => toastProblem(error, t('cset.care')))
  }
  return (
    <form className={classes.form} onSubmit={save}>
      <TextInput
        maw={360}
        label={t('cset.care.name')}
        required
        autoFocus
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <When when={rule.when} change={(when) => setRule({ ...rule, when })} />
      <NumberInput
        maw={200}
        label={t('cset.care.after')}
        min={0}
        max={60}
        value={rule.afterDays}
        onChange={(value) => setRule({ ...rule, afterDays: Number(value) || 0 })}
      />
      <NativeSelect
        maw={360}
        label={t('cset.care.who')}
        value={rule.who}
        data={whos.map((value) => ({ value, label: t(`cset.care.who.${value}`) }))}
        onChange={(event) => setRule({ ...rule, who: event.currentTarget.value as Rule['who'], teamId: teams?.[0]?.id ?? null })}
      />
      {rule.who === 'team' && (
        <NativeSelect
          maw={360}
          label={t('cset.care.team')}
          value={rule.teamId ?? ''}
          data={(teams ?? []).map(({ id, name: team }) => ({ value: id, label: team }))}
          onChange={(event) => setRule({ ...rule, teamId: event.currentTarget.value })}
        />
      )}
      <span className={classes.actions}>
        <Button type="submit">{t('cset.save')}</Button>
        <Button variant="default" onClick={leave}>
          {words('kit.cancel')}
        </Button>
      </span>
    </form>
  )
}

function When({ when, change }: { when: Rule['when']; change: (when: Rule['when']) => void }) {
  const t = useText(settingWords)
  const put = (part: Partial<Rule['when']>) => change({ ...when, ...part })
  return (
    <>
      <Checkbox.Group label={t('cset.care.kinds')} value={when.kinds} onChange={(all) => put({ kinds: all as Rule['when']['kinds'] })}>
        <div className={classes.two}>
          {kinds.map((kind) => (
            <Checkbox key={kind} value={kind} label={t(`cases.kind.${kind}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <Checkbox.Group
        label={t('cset.care.priorities')}
        value={when.priorities}
        onChange={(all) => put({ priorities: all as Rule['when']['priorities'] })}
      >
        <div className={classes.two}>
          {priorities.map((one) => (
            <Checkbox key={one} value={one} label={t(`cases.priority.${one}`)} />
          ))}
        </div>
      </Checkbox.Group>
      {flags.map((flag) => (
        <Checkbox key={flag} label={t(`cset.care.${flag}`)} checked={when[flag]} onChange={(event) => put({ [flag]: event.currentTarget.checked })} />
      ))}
    </>
  )
}
