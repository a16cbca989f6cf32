import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import * as z from 'zod'
import { api, ProblemError } from '#web/kit/api.ts'
import { Form } from '#web/kit/form.tsx'
import { useText } from '#web/kit/texts.ts'
import { access as contract } from '../access/contract.ts'
import classes from './account.module.css'
import { useMine } from './mine.ts'
import { webTexts } from './texts.ts'

const access = api(contract)
const schema = contract.createToken.body.pick({ name: true }).extend({ days: z.enum(['7', '30', '90', '366']), may: z.enum(['all', 'chosen']) })

interface Props {
  made: (token: { name: string; token: string }) => Promise<void>
  close: () => void
}
export function NewToken({ made, close }: Props) {
  const t = useText(webTexts)
  const me = useMine()
  const [chosen, setChosen] = useState<string[]>([])
  const permissions = (me?.permissions ?? []).map((one) => one.permission).sort()
  const submit = async ({ name, days, may }: z.output<typeof schema>) => {
    if (may === 'chosen' && chosen.length === 0) throw refuse(t('people.newToken.chooseOne'))
    const { token } = await access.createToken({ body: { name, days: Number(days), scope: may === 'all' ? null : chosen } })
    await made({ name, token })
  }
  return (
    <div className={classes.panel}>
      <Form
        schema={schema}
        texts={webTexts}
        prefix="people.newToken"
        fields={[{ name: 'name', autoFocus: true }, { name: 'days' }, { name: 'may', radio: true }]}
        initial={{ days: '90', may: 'chosen' }}
        verb={t('people.newToken.verb')}
        extra={
          <Button variant="subtle" onClick={close}>
            {t('people.cancel')}
          </Button>
        }
        submit={submit}
      >
        {(values) =>
          values.may === 'chosen' && (
            <Checkbox.Group label={t('people.newToken.permissions')} value={chosen} onChange={setChosen}>
              <div className={classes.checks}>
                {permissions.map((one) => (
                  <Checkbox key={one} value={one} label={<span className="mono">{one}</span>} />
                ))}
              </div>
            </Checkbox.Group>
          )
        }
      </Form>
    </div>
  )
}

const refuse = (title: string) => new ProblemError({ type: 'platform.invalid', title, status: 400 })
