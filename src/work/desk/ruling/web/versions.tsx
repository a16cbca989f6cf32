/** What each version of a rule said, what was changed and by whom; an older one can be put back, as a new version. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { useMay } from '#web/kit/person.ts'
import { useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast } from '#web/kit/toast.tsx'
import { groupInWords, useConditionText, useKnown } from '../../conditions/web/words.ts'
import type { Rule, RuleDefinition } from '../contract.ts'
import { rulingCalls, rulingKey } from './calls.ts'
import classes from './ruling.module.css'
import { ruleWords } from './texts.ts'
import { actionInWords, whenInWords } from './words.ts'

const parts = ['name', 'active', 'stop', 'when', 'condition', 'actions'] as const
const changedIn = (now: RuleDefinition, before: RuleDefinition) => parts.filter((part) => JSON.stringify(now[part]) !== JSON.stringify(before[part]))

export function Versions({ rule, close }: { rule: Rule; close: () => void }) {
  const t = useText(ruleWords)
  const words = useWords()
  const conditionText = useConditionText()
  const known = useKnown(rule.organisationId)
  const reload = useReload()
  const may = useMay('desk.configure')
  const [wrong, setWrong] = useState<string>()
  const { data, error, refetch } = useLoad({
    key: [...rulingKey(rule.organisationId), 'versions', rule.id],
    load: (signal) => rulingCalls.versions({ params: { id: rule.id } }, { signal }),
    on: ['desk.ruling.ruleChanged'],
  })
  const putBack = async (definition: RuleDefinition) => {
    try {
      await rulingCalls.changeRule({ params: { id: rule.id }, body: { ...definition, version: rule.version } })
      toast(t('desk.rule.saved'))
      await reload(rulingKey(rule.organisationId))
      close()
    } catch (thrown) {
      const problem = problemIn(thrown)
      setWrong(problem?.errors?.[0]?.detail ?? problem?.title ?? words('kit.away'))
    }
  }
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Skeletons rows={4} />
  const saysWhat = (definition: RuleDefinition, before: RuleDefinition | undefined) => {
    if (!before) return t('desk.rule.version.first')
    const what = changedIn(definition, before).map((part) => t(`desk.rule.part.${part}`))
    return what.length === 0 ? t('desk.rule.version.same') : t('desk.rule.version.changed', { what: what.join(', ') })
  }
  return (
    <>
      {wrong && (
        <div role="alert">
          <Note tone="red">{wrong}</Note>
        </div>
      )}
      <ul className={classes.list}>
        {data.items.map(({ version, at, by, definition }, place) => (
          <li key={version}>
            <strong>{t('desk.rule.version', { version })}</strong>{' '}
            <span className="dim">
              · {by?.name ?? t('cases.someone')} · <Time at={at} /> · {saysWhat(definition, data.items[place + 1]?.definition)}
            </span>
            <p>
              {definition.name}: {t('desk.rule.when')} {whenInWords(t, definition.when)}
              {definition.condition.conditions.length + definition.condition.groups.length > 0 &&
                ` ${t('desk.rule.if')} ${groupInWords(conditionText, definition.condition, known)}`}{' '}
              {t('desk.rule.do')} {definition.actions.map((action) => actionInWords(t, action, known)).join('; ')}
            </p>
            {version === rule.version ? (
              <span className="dim">{t('desk.rule.version.now')}</span>
            ) : (
              may && (
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={t('desk.rule.version.backTo', { version })}
                  onClick={() => void putBack(definition)}
                >
                  {t('desk.rule.version.back')}
                </Button>
              )
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
