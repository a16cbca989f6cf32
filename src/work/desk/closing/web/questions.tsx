/** What the reporter is asked to try, step by step, in plain words. */
import { Radio, Textarea } from '@mantine/core'
import { useState } from 'react'
import { type Question, reporterResults, type StepAnswer } from '#record/cases/testing/contract.ts'
import { useText } from '#web/kit/texts.ts'
import classes from './closing.module.css'
import { closingWords } from './texts.ts'

export type Tried = Readonly<Record<string, { result: StepAnswer['result']; remark: string }>>
/** Only what was answered. */
export const triedOf = (tried: Tried): StepAnswer[] => Object.entries(tried).map(([id, one]) => ({ id, ...one }))
export const failsIn = (tried: Tried): boolean => Object.values(tried).some(({ result }) => result === 'doesNotWork')

export function useTried(questions: readonly Question[]) {
  return useState<Tried>(() =>
    Object.fromEntries(questions.flatMap(({ id, result, remark }) => (result === null ? [] : [[id, { result, remark }] as const]))),
  )
}

export function Questions({ questions, tried, change }: { questions: readonly Question[]; tried: Tried; change: (tried: Tried) => void }) {
  const t = useText(closingWords)
  if (questions.length === 0) return null
  return (
    <div>
      <h2 className={classes.try}>{t('try.title')}</h2>
      {questions.map(({ id, question }) => (
        <div key={id} className={classes.question}>
          <fieldset>
            <legend>{question}</legend>
            <div className={classes.two}>
              {reporterResults.map((result) => (
                <Radio
                  key={result}
                  name={`try ${id}`}
                  size="md"
                  label={t(`try.${result}`)}
                  checked={tried[id]?.result === result}
                  onChange={() => change({ ...tried, [id]: { result, remark: tried[id]?.remark ?? '' } })}
                />
              ))}
            </div>
          </fieldset>
          {tried[id]?.result === 'doesNotWork' && (
            <Textarea
              label={`${t('try.remark')} (${question})`}
              autosize
              minRows={1}
              maxLength={2000}
              value={tried[id]?.remark}
              onChange={(event) => change({ ...tried, [id]: { result: 'doesNotWork', remark: event.currentTarget.value } })}
            />
          )}
        </div>
      ))}
    </div>
  )
}
