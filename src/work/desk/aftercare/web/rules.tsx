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
import { careCalls } from './careCalls.ts'

interface Props {
  organisationId: string
  may: boolean
}
export function CareRules({ organisationId, may }: Props) {
  const t = useText(settingWords)
  const reload = useReload()
  const [open, setOpen] = useState<string>()
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
  const leave = () => {
    setOpen(undefined)
    void reload(key)
  }
  return (
    <Section title={t('cset.care')}>
      <p className={classes.quiet}>{t('cset.care.lead')}</p>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={2} />}
      {data?.items.length === 0 && <p className={classes.quiet}>{t('cset.care.none')}</p>}
      <ul className={classes.list}>
        {data?.items.map((one) => (
          <li key={one.id} className={classes.card}>
            {open === one.id ? (
              <RuleForm organisationId={organisationId} was={one} leave={leave} />
            ) : (
              <RuleLine one={one} {...(may && { change: () => setOpen(one.id), flip: () => void flip(one) })} />
            )}
          </li>
        ))}
      </ul>
      {may && open === undefined && (
        <Button variant="default" onClick={() => setOpen('new')}>
          {t('cset.care.add')}
        </Button>
      )}
      {open === 'new' && <RuleForm organisationId={organisationId} leave={leave} />}
    </Section>
  )
}

function RuleLine({ one, change, flip }: { one: RuleView; change?: () => void; flip?: () => void }) {
  const t = useText(settingWords)
  const { when, afterDays, who } = one.rule
  const fits = [
    ...when.kinds.map((kind) => t(`cases.kind.${kind}`)),
    ...when.priorities.map((priority) => t(`cases.priority.${priority}`)),
    ...flags.filter((flag) => when[flag]).map((flag) => t(`cset.care.${flag}`)),
  ]
  return (
    <>
      <strong>{one.name}</strong>
      {fits.length > 0 && <span>{fits.join(' · ')}</span>}
      <span className={classes.meta}>
        <span>{t('cset.care.days', { days: afterDays })}</span>
        <span>{t(`cset.care.who.${who}`)}</span>
        {!one.active && <span>{t('cset.care.isOff')}</span>}
        {change && (
          <Button size="xs" variant="default" aria-label={t('cset.change.of', { name: one.name })} onClick={change}>
            {t('cset.change')}
          </Button>
        )}
        {flip && (
          <Button size="xs" variant="default" onClick={flip}>
            {t(one.active ? 'cset.care.off' : 'cset.care.on', { name: one.name })}
          </Button>
        )}
      </span>
    </>
  )
}

const flags = ['majorIncident', 'reopened', 'lowMark'] as const
const newRule: Rule = {
  when: { kinds: [], priorities: [], majorIncident: false, reopened: false, lowMark: false },
  afterDays: 3,
  who: 'assignee',
  teamId: null,
  mostAttempts: 3,
}
/** `was`: the rule that is changed; without it a new one is made. */
function RuleForm({ organisationId, was, leave }: { organisationId: string; was?: RuleView; leave: () => void }) {
  const t = useText(settingWords)
  const [name, setName] = useState(was?.name ?? '')
  const [rule, setRule] = useState(was?.rule ?? newRule)
  const save = (event: FormEvent) => {
    event.preventDefault()
    const saving = was
      ? careCalls.changeRule({ params: { id: was.id }, body: { name, rule, active: was.active, version: was.version } })
      : careCalls.addRule({ body: { organisationId, name, rule } })
    saving
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
      <NumberInput
        maw={200}
        label={t('cset.care.most')}
        min={1}
        max={10}
        value={rule.mostAttempts}
        onChange={(value) => setRule({ ...rule, mostAttempts: Math.max(1, Math.min(10, Number(value) || 1)) })}
      />
      <Whose organisationId={organisationId} rule={rule} change={setRule} />
      <Buttons leave={leave} />
    </form>
  )
}

function Buttons({ leave }: { leave: () => void }) {
  const t = useText(settingWords)
  const words = useWords()
  return (
    <span className={classes.actions}>
      <Button type="submit">{t('cset.save')}</Button>
      <Button variant="default" onClick={leave}>
        {words('kit.cancel')}
      </Button>
    </span>
  )
}

function Whose({ organisationId, rule, change }: { organisationId: string; rule: Rule; change: (rule: Rule) => void }) {
  const t = useText(settingWords)
  const teams = useTeams(organisationId)
  const put = (who: Rule['who']) => change({ ...rule, who, teamId: who === 'team' ? (teams?.[0]?.id ?? null) : null })
  return (
    <>
      <NativeSelect
        maw={360}
        label={t('cset.care.who')}
        value={rule.who}
        data={whos.map((value) => ({ value, label: t(`cset.care.who.${value}`) }))}
        onChange={(event) => put(event.currentTarget.value as Rule['who'])}
      />
      {rule.who === 'team' && (
        <NativeSelect
          maw={360}
          label={t('cset.care.team')}
          value={rule.teamId ?? ''}
          data={(teams ?? []).map(({ id, name: team }) => ({ value: id, label: team }))}
          onChange={(event) => change({ ...rule, teamId: event.currentTarget.value })}
        />
      )}
    </>
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
