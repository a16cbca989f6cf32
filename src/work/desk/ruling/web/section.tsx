/** The rules of an organisation: when, if, then; in order, with how often each fired and what it did. */
import { ActionIcon, Button, Modal } from '@mantine/core'
import IconDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs'
import IconUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs'
import IconBolt from '@tabler/icons-react/dist/esm/icons/IconBolt.mjs'
import { useState } from 'react'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Empty, Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toastProblem } from '#web/kit/toast.tsx'
import classes from '../../conditions/web/rules.module.css'
import { groupInWords, useConditionText, useKnown } from '../../conditions/web/words.ts'
import type { SettingsProps } from '../../web/settings/parts.ts'
import type { Rule } from '../contract.ts'
import { rulingCalls, rulingKey } from './calls.ts'
import { Firings } from './firings.tsx'
import { RuleForm } from './ruleForm.tsx'
import { ruleWords } from './texts.ts'
import { Versions } from './versions.tsx'
import { actionInWords, whenInWords } from './words.ts'

type Open = { rule: Rule | 'new'; look?: 'log' | 'versions' }

export default function RulingSection({ organisationId, may }: SettingsProps) {
  const t = useText(ruleWords)
  const words = useWords()
  const reload = useReload()
  const [open, setOpen] = useState<Open>()
  const key = rulingKey(organisationId)
  const { data, error, refetch } = useLoad({
    key,
    load: (signal) => rulingCalls.rules({ query: { organisationId } }, { signal }),
    on: ['desk.ruling.'],
  })
  const rules = data?.items
  const order = async (ids: readonly string[]) => {
    try {
      await rulingCalls.orderRules({ body: { organisationId, ids: [...ids] } })
    } catch (thrown) {
      toastProblem(thrown, words('kit.failed'))
    }
    await reload(key)
  }
  const add = may && (
    <Button variant="default" onClick={() => setOpen({ rule: 'new' })}>
      {t('desk.rule.add')}
    </Button>
  )
  const name = open && open.rule !== 'new' ? open.rule.name : ''
  const close = () => setOpen(undefined)
  return (
    <Section title={t('desk.rule.title')}>
      <p className={`dim ${classes.lead}`}>{t('desk.rule.lead')}</p>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!rules && !error && <Skeletons rows={3} />}
      {rules?.length === 0 && (
        <Empty icon={IconBolt} title={t('desk.rule.none')} action={add || undefined}>
          {t('desk.rule.none.text')}
        </Empty>
      )}
      {rules && rules.length > 0 && (
        <>
          <ol className={classes.rules}>
            {rules.map((rule, at) => (
              <Line key={rule.id} rule={rule} may={may} at={at} ids={rules.map(({ id }) => id)} order={order} open={setOpen} />
            ))}
          </ol>
          {add}
        </>
      )}
      <Modal
        opened={open !== undefined}
        onClose={close}
        size="xl"
        title={open?.look ? t(`desk.rule.${open.look}`, { name }) : open?.rule === 'new' ? t('desk.rule.add') : t('desk.rule.edit', { name })}
        closeButtonProps={{ 'aria-label': words('kit.close') }}
      >
        {open?.look === 'log' && open.rule !== 'new' && <Firings rule={open.rule} />}
        {open?.look === 'versions' && open.rule !== 'new' && <Versions rule={open.rule} close={close} />}
        {open && !open.look && <RuleForm rule={open.rule === 'new' ? undefined : open.rule} organisationId={organisationId} close={close} />}
      </Modal>
    </Section>
  )
}

interface LineProps {
  rule: Rule
  may: boolean
  at: number
  ids: readonly string[]
  order: (ids: readonly string[]) => Promise<void>
  open: (open: Open) => void
}
function Line({ rule, may, at, ids, order, open }: LineProps) {
  const t = useText(ruleWords)
  const conditionText = useConditionText()
  const known = useKnown(rule.organisationId)
  const { name, when, condition, actions, active, fired, pausedByCase, pausedAt } = rule
  const move = (by: 1 | -1) => {
    const next = [...ids]
    next.splice(at, 1)
    next.splice(at + by, 0, rule.id)
    return order(next)
  }
  return (
    <li className={classes.rule}>
      <span className={classes.number}>{at + 1}</span>
      <div className={classes.words}>
        <strong>{name}</strong> {!active && <StateBadge meaning="cancelled">{t('desk.rule.off')}</StateBadge>}
        <p>
          <em>{t('desk.rule.when')}</em> {whenInWords(t, when)}
        </p>
        {condition.conditions.length + condition.groups.length > 0 && (
          <p>
            <em>{t('desk.rule.if')}</em> {groupInWords(conditionText, condition, known)}
          </p>
        )}
        <p>
          <em>{t('desk.rule.do')}</em> {actions.map((action) => actionInWords(t, action, known)).join('; ')}
        </p>
        {pausedAt && <Note tone="amber">{t('desk.rule.paused', { number: pausedByCase ?? '' })}</Note>}
        <p className="dim">{t('desk.rule.fired', { count: fired })}</p>
      </div>
      <div className={classes.acts}>
        {may && (
          <>
            <ActionIcon aria-label={t('desk.rule.up', { name })} disabled={at === 0} onClick={() => void move(-1)}>
              <IconUp size={16} aria-hidden />
            </ActionIcon>
            <ActionIcon aria-label={t('desk.rule.down', { name })} disabled={at === ids.length - 1} onClick={() => void move(1)}>
              <IconDown size={16} aria-hidden />
            </ActionIcon>
          </>
        )}
        <Button size="xs" variant="subtle" onClick={() => open({ rule, look: 'log' })} aria-label={t('desk.rule.log', { name })}>
          {t('desk.rule.log.short')}
        </Button>
        <Button size="xs" variant="subtle" onClick={() => open({ rule, look: 'versions' })} aria-label={t('desk.rule.versions', { name })}>
          {t('desk.rule.versions.short')}
        </Button>
        {may && (
          <Button size="xs" variant="default" onClick={() => open({ rule })} aria-label={t('desk.rule.edit', { name })}>
            {t('desk.rule.change')}
          </Button>
        )}
      </div>
    </li>
  )
}
