/** /api/docs: the API description as a page to read, without script. */
import { randomBytes } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import type { Description } from '../openapi.ts'

const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

const css = `:root{color-scheme:light dark;--ink:light-dark(#23211e,#e9e6e1);--soft:light-dark(#625d55,#a8a298);--line:light-dark(#e2ded7,#3a3733);--accent:light-dark(#0b6660,#5cc4b8);--paper:light-dark(#fbfaf8,#1c1b19)}
body{margin:0;background:var(--paper);color:var(--ink);font:14px/1.5 system-ui,sans-serif}main{max-width:900px;margin:0 auto;padding:32px 20px}
h1{font-size:28px;margin:0 0 4px}h2{font-size:20px;margin:40px 0 8px;border-bottom:1px solid var(--line);padding-bottom:4px}p{max-width:75ch}
details{border:1px solid var(--line);border-radius:6px;margin:8px 0;padding:8px 12px}summary{cursor:pointer}code,pre{font:13px/1.5 ui-monospace,monospace}
pre{overflow:auto;max-height:400px;background:light-dark(#f3f1ed,#25231f);padding:12px;border-radius:6px}b{color:var(--accent);display:inline-block;min-width:56px}small{color:var(--soft);font-size:12px}a{color:var(--accent)}`

function operation(method: string, path: string, one: Record<string, unknown>): string {
  const { summary, requestBody, responses, parameters } = one
  const part = (title: string, value: unknown) =>
    value === undefined || (Array.isArray(value) && value.length === 0)
      ? ''
      : `<p>${title}</p><pre tabindex="0">${escaped(JSON.stringify(value, null, 2))}</pre>`
  return `<details id="${escaped(String(one.operationId))}"><summary><b>${method.toUpperCase()}</b> <code>${escaped(path)}</code> ${escaped(String(summary ?? ''))} <small>${escaped(String(one['x-may']))}</small></summary>${part('Parameters', parameters)}${part('Body', requestBody)}${part('Answers', responses)}</details>`
}

export function docsPage(reply: FastifyReply, description: Description) {
  const nonce = randomBytes(16).toString('base64')
  const rows = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => ({ path, method, one, tag: String((one.tags as string[])[0]) })),
  )
  const sections = [...Map.groupBy(rows, (row) => row.tag)].map(
    ([tag, list]) => `<h2>${escaped(tag)}</h2>${list.map((row) => operation(row.method, row.path, row.one)).join('')}`,
  )
  return reply
    .header('content-security-policy', `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; frame-ancestors 'none'`)
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Spil API</title><style nonce="${nonce}">${css}</style><main><h1>Spil API</h1><p>${escaped(description.info.description)} <a href="/api/openapi.json">OpenAPI 3.1</a></p>${sections.join('')}</main></html>`,
    )
}
