/** A rule written as a sentence: when this happens, if that holds, then do so; tried on the last 30 days before it works. */
import { Button, Checkbox, MultiSelect, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useState } from 'react'
import type * as z from 'zod'
import { states } from '#record/cases/contract.ts'
import form from '#web/kit/keptForm.module.css'
import { KeptForm, Remove, useAttempt } from '#web/kit/keptForm.tsx'
import { Link } from '#web/kit/links.tsx'
import { useReload } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast } from '#web/kit/toast.tsx'
import { always, type ConditionField } from '../../conditions/contract.ts'
import { ConditionEditor } from '../../conditions/web/conditionEditor.tsx'
import { conditionInWords, useConditionText, useKnown } from '../../conditions/web/words.ts'
import { changedFields, type deskRuling, type Rule, type RuleDefinition, ruleEvents, sinceWhat, type When } from '../contract.ts'
import { ActionEditor, firstAction } from './actionEditor.tsx'
import { rulingCalls, rulingKey } from './calls.ts'
import classes from './ruling.module.css'
import { ruleWords } from './texts.ts'
import { actionInWords } from './words.ts'

const definitionOf = (rule: Rule | undefined): RuleDefinition => ({
  name: rule?.name ?? '',
  active: rule?.active ?? true,
  stop: rule?.stop ?? false,
  when: rule?.when ?? { event: 'opened' },
  condition: rule?.condition ?? always,
  actions: rule?.actions ?? [firstAction('priority')],
})
const ofEntries: readonly ConditionField[] = ['entryWords', 'entryVisibility', 'entryByReporter']
type Tried = z.output<(typeof deskRuling)['tryRule']['reply']>

interface Props {
  rule: Rule | undefined
  organisationId: string
  close: () => void
}
export function RuleForm({ rule, organisationId, close }: Props) {
  const t = useText(ruleWords)
  const reload = useReload()
  const [fields, setFields] = useState(() => definitionOf(rule))
  const { wrong, setWrong, busy, attempt } = useAttempt()
  const [tried, setTried] = useState<Tried>()
  const put = (part: Partial<RuleDefinition>) => setFields({ ...fields, ...part })
  const save = () => {
    if (fields.name.trim() === '') return setWrong(t('desk.rule.name.needed'))
    void attempt(async () => {
      if (rule) await rulingCalls.changeRule({ params: { id: rule.id }, body: { ...fields, version: rule.version } })
      else await rulingCalls.addRule({ body: { ...fields, organisationId } })
      toast(t('desk.rule.saved'))
      await reload(rulingKey(organisationId))
      close()
    })
  }
  const tryIt = () =>
    attempt(async () =>
      setTried(await rulingCalls.tryRule({ body: { organisationId, days: 30, rule: { ...fields, name: fields.name.trim() || '?' } } })),
    )
  return (
    <KeptForm wrong={wrong} save={save}>
      <TextInput
        label={t('desk.rule.name')}
        value={fields.name}
        maxLength={100}
        data-autofocus
        onChange={(event) => put({ name: event.currentTarget.value })}
      />
      <fieldset className={form.part}>
        <legend>{t('desk.rule.when')}</legend>
        <WhenEditor when={fields.when} change={(when) => put({ when })} />
      </fieldset>
      <fieldset className={form.part}>
        <legend>{t('desk.rule.if')}</legend>
        <ConditionEditor
          organisationId={organisationId}
          value={fields.condition}
          onChange={(condition) => put({ condition })}
          without={fields.when.event === 'entryAdded' ? [] : ofEntries}
        />
      </fieldset>
      <fieldset className={form.part}>
        <legend>{t('desk.rule.do')}</legend>
        {fields.actions.map((action, at) => (
          <ActionEditor
            // biome-ignore lint/suspicious/noArrayIndexKey: steps have no name of their own
            key={at}
            at={at + 1}
            action={action}
            organisationId={organisationId}
            change={(next) => put({ actions: fields.actions.map((one, index) => (index === at ? next : one)) })}
            remove={fields.actions.length > 1 ? () => put({ actions: fields.actions.filter((_, index) => index !== at) }) : undefined}
          />
        ))}
        <div>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden />}
            disabled={fields.actions.length >= 10}
            onClick={() => put({ actions: [...fields.actions, firstAction('notify')] })}
          >
            {t('desk.rule.action.add')}
          </Button>
        </div>
      </fieldset>
      <Checkbox label={t('desk.rule.stop')} checked={fields.stop} onChange={(event) => put({ stop: event.currentTarget.checked })} />
      <Checkbox label={t('desk.rule.active')} checked={fields.active} onChange={(event) => put({ active: event.currentTarget.checked })} />
      <div className={form.foot}>
        <Button type="submit" loading={busy}>
          {t('desk.rule.save')}
        </Button>
        <Button variant="default" disabled={busy} onClick={() => void tryIt()}>
          {t('desk.rule.try')}
        </Button>
        {rule && (
          <Remove
            verb={t('desk.rule.remove')}
            consequences={t('desk.rule.remove.what', { name: rule.name })}
            run={async () => {
              await rulingCalls.removeRule({ params: { id: rule.id } })
              toast(t('desk.rule.removed'))
              await reload(rulingKey(rule.organisationId))
              close()
            }}
          />
        )}
      </div>
      {tried && <Outcomes tried={tried} organisationId={organisationId} />}
    </KeptForm>
  )
}

function WhenEditor({ when, change }: { when: When; change: (when: When) => void }) {
  const t = useText(ruleWords)
  const begin = (event: When['event']): When => (event === 'since' ? { event, of: 'opened', hours: 24 } : { event })
  return (
    <div className={form.row}>
      <NativeSelect
        aria-label={t('desk.rule.when')}
        value={when.event}
        onChange={(event) => change(begin(event.currentTarget.value as When['event']))}
        data={ruleEvents.map((event) => ({ value: event, label: t(`desk.rule.event.${event}`) }))}
      />
      {when.event === 'moved' && (
        <MultiSelect
          className={form.grow ?? ''}
          label={t('desk.rule.to')}
          placeholder={when.to?.length ? '' : t('desk.rule.any')}
          comboboxProps={{ withinPortal: false }}
          value={when.to ?? []}
          onChange={(to) => change({ ...when, to: to as NonNullable<When['to']> })}
          data={states.map((state) => ({ value: state, label: t(`cases.state.${state}`).toLowerCase() }))}
        />
      )}
      {when.event === 'changed' && (
        <MultiSelect
          className={form.grow ?? ''}
          label={t('desk.rule.fields')}
          placeholder={when.fields?.length ? '' : t('desk.rule.any')}
          comboboxProps={{ withinPortal: false }}
          value={when.fields ?? []}
          onChange={(fields) => change({ ...when, fields: fields as NonNullable<When['fields']> })}
          data={changedFields.map((field) => ({ value: field, label: t(`cases.field.${field}`).toLowerCase() }))}
        />
      )}
      {when.event === 'since' && (
        <>
          <NumberInput
            label={t('desk.rule.hours')}
            w={96}
            hideControls
            min={1}
            max={8760}
            value={when.hours ?? 24}
            onChange={(hours) => change({ ...when, hours: Number(hours) || 1 })}
          />
          <NativeSelect
            label={t('desk.rule.of')}
            value={when.of}
            onChange={(event) => change({ ...when, of: event.currentTarget.value as NonNullable<When['of']> })}
            data={sinceWhat.map((of) => ({ value: of, label: t(`desk.rule.since.${of}`) }))}
          />
        </>
      )}
    </div>
  )
}

function Outcomes({ tried, organisationId }: { tried: Tried; organisationId: string }) {
  const t = useText(ruleWords)
  const conditionText = useConditionText()
  const known = useKnown(organisationId)
  const { looked, fired, cases, items } = tried
  return (
    <div role="status">
      <p>{t('desk.rule.tried', { looked, fired, cases })}</p>
      {items.length > 0 && (
        <ul className={classes.list}>
          {items.map(({ caseId, number, title, at, held, actions }) => (
            <li key={`${caseId} ${at}`}>
              <Link to={`/desk/cases/${number}`}>
                <span className="mono">{number}</span> {title}
              </Link>{' '}
              <span className="dim">
                · <Time at={at} />
              </span>
              {held.some((one) => one.held) && (
                <p>
                  {t('desk.rule.because', {
                    what: held
                      .filter((one) => one.held)
                      .map(({ condition }) => conditionInWords(conditionText, condition, known))
                      .join('; '),
                  })}
                </p>
              )}
              <p>
                {t('desk.rule.would')}: {actions.map((action) => actionInWords(t, action, known)).join('; ')}
              </p>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
