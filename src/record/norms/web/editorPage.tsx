/** An expectation: written with its plain reading beside it, tried on real items, and then made to count. */
import { Button, Checkbox, MultiSelect, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { stateClasses } from '#record/items/kinds/contract.ts'
import { findItems, useKinds, useWhere } from '#record/items/web/more.ts'
import { Pick } from '#record/items/web/pick.tsx'
import { listOf, useGo, usePath, useUrlState } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { useMay } from '#web/kit/person.ts'
import { useLooks, useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import { items } from '../../items/web/calls.ts'
import { type Expectation, Rule, severities } from '../contract.ts'
import { norms } from './calls.ts'
import { ConditionField } from './condition.tsx'
import classes from './norms.module.css'
import { webTexts } from './texts.ts'
import { Tried } from './tried.tsx'

const fresh: Rule = Rule.parse({ title: '…', condition: '', severity: 'normal' })

export default function EditorPage() {
  const { id } = usePath()
  const { data, error, refetch } = useLoad({
    key: ['norms', 'one', id ?? ''],
    load: (signal) => norms.expectation({ params: { id: id ?? '' } }, { signal }),
    when: id !== undefined,
    on: ['norms.expectationChanged', 'norms.baselineChanged'],
  })
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (id !== undefined && !data) return <Skeletons kind="page" />
  return <Editor key={data?.version ?? 0} expectation={data} />
}

function Editor({ expectation }: { expectation: Expectation | undefined }) {
  const t = useText(webTexts)
  const organisations = useWhere('norms.configure')
  const may = useMay('norms.configure')
  const [state] = useUrlState()
  const [chosen, setChosen] = useState<string>()
  const [rule, setRule] = useState<Rule>(expectation?.draft ?? expectation?.counts ?? { ...fresh, title: '' })
  const organisationId = expectation?.organisationId ?? chosen ?? organisations[0]?.id ?? ''
  const baselineId = expectation ? expectation.baselineId : (listOf(state.baseline)[0] ?? null)
  const change = (part: Partial<Rule>) => setRule({ ...rule, ...part })
  return (
    <Page
      title={expectation?.title ?? t('norms.new')}
      under={[{ label: t('norms.expectations.title'), to: '/norms' }]}
      actions={may && <Deeds expectation={expectation} rule={rule} organisationId={organisationId} baselineId={baselineId} />}
    >
      {baselineId && <Note>{t('norms.edit.inBaseline')}</Note>}
      <div className={classes.editor}>
        <div className={classes.form}>
          {!expectation && organisations.length > 1 && (
            <NativeSelect
              label={t('norms.edit.organisation')}
              value={organisationId}
              data={organisations.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(event) => setChosen(event.currentTarget.value)}
            />
          )}
          <TextInput
            label={t('norms.edit.name')}
            required
            maxLength={200}
            readOnly={!may}
            value={rule.title}
            onChange={(event) => change({ title: event.currentTarget.value })}
          />
          <ConditionField organisationId={organisationId} value={rule.condition} readOnly={!may} onChange={(condition) => change({ condition })} />
          <Tried organisationId={organisationId} rule={rule} />
        </div>
        <div className={classes.form}>
          <ScopeFields organisationId={organisationId} rule={rule} readOnly={!may} change={change} />
          <PaceFields rule={rule} readOnly={!may} change={change} />
        </div>
      </div>
    </Page>
  )
}

interface DeedsProps {
  expectation: Expectation | undefined
  rule: Rule
  organisationId: string
  baselineId: string | null
}
function Deeds({ expectation, rule, organisationId, baselineId }: DeedsProps) {
  const t = useText(webTexts)
  const go = useGo()
  const reload = useReload()
  const [busy, setBusy] = useState(false)
  const run = (what: () => Promise<Expectation>, said: string) => {
    setBusy(true)
    return what()
      .then(async ({ id }) => {
        await reload(['norms'])
        toast(said)
        go(`/norms/expectations/${id}`, { replace: true })
      })
      .catch((error: unknown) => toastProblem(error, t('norms.edit.failed')))
      .finally(() => setBusy(false))
  }
  const params = { id: expectation?.id ?? '' }
  const version = expectation?.version ?? 1
  const origin = baselineId ? ('baseline' as const) : ('own' as const)
  const save = () =>
    expectation
      ? norms.changeExpectation({ params, body: { version, rule } })
      : norms.addExpectation({ body: { organisationId, baselineId, origin, rule } })
  const ready = rule.title.trim() !== '' && rule.condition.trim() !== ''
  return (
    <>
      {expectation?.counts && (
        <Button
          variant="default"
          loading={busy}
          onClick={() => void run(() => norms.withdrawExpectation({ params, body: { version } }), t('norms.edit.withdrawn'))}
        >
          {t('norms.edit.withdraw')}
        </Button>
      )}
      <Button
        variant={expectation?.draft && !baselineId ? 'default' : 'filled'}
        loading={busy}
        disabled={!ready}
        onClick={() => void run(save, t('norms.edit.saved'))}
      >
        {t('norms.edit.save')}
      </Button>
      {expectation?.draft && !baselineId && (
        <Button loading={busy} onClick={() => void run(() => norms.publishExpectation({ params, body: { version } }), t('norms.edit.published'))}>
          {t('norms.edit.publish')}
        </Button>
      )}
    </>
  )
}

interface FieldsProps {
  rule: Rule
  readOnly: boolean
  change: (part: Partial<Rule>) => void
}
const findLocations = findItems('location')
function ScopeFields({ organisationId, rule, readOnly, change }: FieldsProps & { organisationId: string }) {
  const t = useText(webTexts)
  const { locale } = useLooks()
  const kinds = useKinds(organisationId || undefined) ?? []
  const [tags, setTags] = useState(rule.scope.tags.join(', '))
  const { locationId } = rule.scope
  const place = useLoad({
    key: ['items', 'item', locationId ?? ''],
    load: (signal) => items.item({ params: { id: locationId ?? '' } }, { signal }),
    when: locationId !== null,
  }).data
  const scope = (part: Partial<Rule['scope']>) => change({ scope: { ...rule.scope, ...part } })
  return (
    <Section title={t('norms.edit.for')}>
      <div className={classes.form}>
        <MultiSelect
          label={t('norms.edit.kinds')}
          readOnly={readOnly}
          searchable
          clearable
          data={kinds.map(({ key, names }) => ({ value: key, label: names[locale] || names.nl || names.en }))}
          value={rule.scope.kinds}
          onChange={(all) => scope({ kinds: all })}
        />
        <Checkbox.Group
          label={t('norms.edit.classes')}
          readOnly={readOnly}
          value={rule.scope.classes}
          onChange={(all) => scope({ classes: stateClasses.filter((one) => all.includes(one)) })}
        >
          <div className={classes.foot}>
            {stateClasses.map((one) => (
              <Checkbox key={one} value={one} label={t(`norms.class.${one}`)} />
            ))}
          </div>
        </Checkbox.Group>
        <Pick
          name="location"
          label={t('norms.edit.location')}
          find={findLocations}
          organisationId={organisationId}
          value={locationId ? { id: locationId, name: place?.name ?? '…' } : undefined}
          onChange={(chosen) => scope({ locationId: chosen?.id ?? null })}
        />
        <TextInput
          label={t('norms.edit.tags')}
          readOnly={readOnly}
          value={tags}
          onChange={(event) => {
            setTags(event.currentTarget.value)
            scope({
              tags: event.currentTarget.value
                .toLowerCase()
                .split(',')
                .map((tag) => tag.trim())
                .filter((tag) => tag !== ''),
            })
          }}
        />
        <TextInput
          label={t('norms.edit.words')}
          readOnly={readOnly}
          value={rule.scope.search}
          onChange={(event) => scope({ search: event.currentTarget.value })}
        />
      </div>
    </Section>
  )
}

function PaceFields({ rule, readOnly, change }: FieldsProps) {
  const t = useText(webTexts)
  const number = (value: string | number) => (typeof value === 'number' ? Math.max(0, Math.round(value)) : 0)
  return (
    <div className={classes.form}>
      <NativeSelect
        label={t('norms.edit.severity')}
        disabled={readOnly}
        value={rule.severity}
        data={severities.map((value) => ({ value, label: t(`norms.severity.${value}`) }))}
        onChange={(event) => change({ severity: severities.find((one) => one === event.currentTarget.value) ?? 'normal' })}
      />
      <div className={classes.pair}>
        <NumberInput
          label={t('norms.edit.holdOff')}
          readOnly={readOnly}
          min={0}
          max={43_200}
          value={rule.holdOff}
          onChange={(value) => change({ holdOff: number(value) })}
        />
        <NumberInput
          label={t('norms.edit.recovery')}
          readOnly={readOnly}
          min={0}
          max={43_200}
          value={rule.recovery}
          onChange={(value) => change({ recovery: number(value) })}
        />
      </div>
      <NumberInput
        label={t('norms.edit.maxAge')}
        description={t('norms.edit.maxAgeWhat')}
        readOnly={readOnly}
        min={1}
        max={527_040}
        value={rule.maxAge ?? ''}
        onChange={(value) => change({ maxAge: value === '' ? null : Math.max(1, number(value)) })}
      />
      <Textarea
        label={t('norms.edit.remedy')}
        autosize
        minRows={2}
        maxLength={4000}
        readOnly={readOnly}
        value={rule.remedy}
        onChange={(event) => change({ remedy: event.currentTarget.value })}
      />
    </div>
  )
}
