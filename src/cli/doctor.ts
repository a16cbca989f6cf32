import { readConfig } from '#platform/config.ts'
import { examine } from '#platform/doctor.ts'

/** Prints what is wrong and how to mend it. Ends 1 when something is. */
export async function doctor(): Promise<number> {
  const config = readConfig(process.env)
  const findings = await examine(config)
  for (const { check, wrong, mend } of findings) console.log(`${check}: ${wrong}\n  Mend: ${mend}`)
  if (findings.length === 0) console.log(`Nothing is wrong with this installation (data in ${config.data}).`)
  return findings.length === 0 ? 0 : 1
}
