/** An expectation: written with its plain reading beside it, tried on real items, and then made to count. */
import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useMayAt, useWhere } from '#record/items/web/more.ts'
import { Link, listOf, usePath, useUrlState } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { type Expectation, Rule } from '../contract.ts'
import { AskException } from './askException.tsx'
import { baselines, norms } from './calls.ts'
import { ConditionField } from './condition.tsx'
import { Deeds } from './editorDeeds.tsx'
import { PaceFields, ScopeFields } from './editorFields.tsx'
import { ExceptionsOf } from './exceptions.tsx'
import { CountsWords } from './marks.tsx'
import classes from './norms.module.css'
import { SeriesFields, seriesOf } from './seriesFields.tsx'
import { webTexts } from './texts.ts'
import { Tried } from './tried.tsx'

const fresh: Rule = { ...Rule.parse({ title: '…' }), title: '' }
const ruleOf = (expectation: Expectation | undefined): Rule => expectation?.draft ?? expectation?.counts ?? fresh
const same = (one: Rule, other: Rule) => JSON.stringify(Rule.safeParse(one).data ?? one) === JSON.stringify(Rule.safeParse(other).data ?? other)

export default function EditorPage() {
  const { id } = usePath()
  const { data, error, refetch } = useLoad({
    key: ['norms', 'one', id ?? ''],
    load: (signal) => norms.expectation({ params: { id: id ?? '' } }, { signal }),
    when: id !== undefined,
    on: ['norms.expectationChanged', 'norms.baselineChanged', 'norms.deviationOpened', 'norms.deviationEnded'],
  })
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (id !== undefined && !data) return <Skeletons kind="page" />
  return <Editor key={id ?? 'new'} newest={data} />
}

/** What somebody else saved meanwhile never takes away what is typed here. */
function useWriting(newest: Expectation | undefined) {
  const [base, setBase] = useState(newest)
  const [rule, setRule] = useState<Rule>(ruleOf(newest))
  const changed = !same(rule, ruleOf(base))
  const adopt = (one: Expectation) => {
    setBase(one)
    setRule(ruleOf(one))
  }
  const newer = newest !== undefined && newest.version > (base?.version ?? 0)
  useEffect(() => {
    if (newest && newer && !changed) {
      setBase(newest)
      setRule(ruleOf(newest))
    }
  }, [newest, newer, changed])
  return { base, rule, setRule, changed, adopt, overtaken: newer && changed }
}

function Editor({ newest }: { newest: Expectation | undefined }) {
  const t = useText(webTexts)
  const organisations = useWhere('norms.configure')
  const [state] = useUrlState()
  const [chosen, setChosen] = useState<string>()
  const { base, rule, setRule, changed, adopt, overtaken } = useWriting(newest)
  const asked = listOf(state.baseline)[0]
  const { data: all } = useLoad({ key: ['norms', 'baselines'], load: (signal) => baselines.baselines({}, { signal }), when: asked !== undefined })
  const within = all?.items.find(({ id }) => id === asked)
  const organisationId = base?.organisationId ?? within?.organisationId ?? chosen ?? organisations[0]?.id ?? ''
  const baselineId = base ? base.baselineId : (within?.id ?? null)
  const may = useMayAt('norms.configure', organisationId)
  const change = (part: Partial<Rule>) => setRule({ ...rule, ...part })
  const deeds = { expectation: base, rule, changed, organisationId, baselineId, saved: adopt }
  return (
    <Page
      title={base?.title ?? t('norms.new')}
      under={[
        { label: t('norms.expectations.title'), to: '/norms' },
        ...(baselineId ? [{ label: within?.name ?? t('norms.baselines.title'), to: `/norms/baselines/${baselineId}` }] : []),
      ]}
      actions={may && <Deeds {...deeds} />}
    >
      {overtaken && newest && (
        <Note tone="amber">
          {t('norms.edit.overtaken')}{' '}
          <Button size="compact-sm" variant="default" onClick={() => adopt(newest)}>
            {t('norms.edit.takeTheirs')}
          </Button>
        </Note>
      )}
      <div className={classes.notes}>
        {baselineId && <Note>{t('norms.edit.inBaseline')}</Note>}
        {!may && <Note tone="grey">{t('norms.edit.readOnly')}</Note>}
      </div>
      <div className={classes.editor}>
        <div className={classes.form}>
          {!base && !within && organisations.length > 1 && (
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
          <About organisationId={organisationId} rule={rule} readOnly={!may} change={change} />
          <Tried organisationId={organisationId} rule={rule} />
          {base?.counts && <Standing expectation={base} />}
        </div>
        <div className={classes.form}>
          <ScopeFields organisationId={organisationId} rule={rule} readOnly={!may} change={change} />
          <PaceFields rule={rule} readOnly={!may} change={change} />
        </div>
      </div>
    </Page>
  )
}

/** Over facts or over series; what was written of the other is gone when something is saved. */
function About({
  organisationId,
  rule,
  readOnly,
  change,
}: {
  organisationId: string
  rule: Rule
  readOnly: boolean
  change: (part: Partial<Rule>) => void
}) {
  const t = useText(webTexts)
  const { series } = rule
  return (
    <>
      <SegmentedControl
        aria-label={t('norms.series.about')}
        disabled={readOnly}
        value={series ? 'series' : 'facts'}
        data={(['facts', 'series'] as const).map((value) => ({ value, label: t(`norms.series.${value}`) }))}
        onChange={(value) => change(value === 'series' ? { series: seriesOf('threshold'), condition: '' } : { series: null })}
      />
      {series ? (
        <SeriesFields value={series} readOnly={readOnly} onChange={(next) => change({ series: next })} />
      ) : (
        <ConditionField organisationId={organisationId} value={rule.condition} readOnly={readOnly} onChange={(condition) => change({ condition })} />
      )}
    </>
  )
}

/** How what counts stands now, and what need not hold for a while. */
function Standing({ expectation: { id, title, organisationId, standings } }: { expectation: Expectation }) {
  const t = useText(webTexts)
  return (
    <>
      <Section title={t('norms.compliance.figures')}>
        <p>
          <CountsWords counts={standings} /> · <Link to={`/norms/compliance?expectationId=${id}`}>{t('norms.compliance.title')}</Link> ·{' '}
          <Link to={`/norms/deviations?expectationId=${id}`}>{t('norms.deviations.title')}</Link>
        </p>
      </Section>
      <Section title={t('norms.exceptions.title')} actions={<AskException expectation={{ id, title }} organisationId={organisationId} />}>
        <ExceptionsOf asked={{ expectationId: id }} />
      </Section>
    </>
  )
}
