import type { FastifyInstance } from 'fastify'

const firefox = 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0'
/** Somebody with a browser: keeps its cookies, sends an Origin, sits behind an address. */
export class Visitor {
  cookies = new Map<string, string>()
  headers: Record<string, string> = {}
  ip: string
  #server: FastifyInstance
  constructor(server: FastifyInstance, ip = '192.0.2.10') {
    this.#server = server
    this.ip = ip
  }
  async send(method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) {
    const reply = await this.#server.inject({
      method,
      url,
      remoteAddress: this.ip,
      headers: {
        ...this.headers,
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'user-agent': firefox,
        host: 'spil.example',
        origin: 'http://spil.example',
      },
      ...(payload && { payload }),
    })
    for (const { name, value } of reply.cookies) value === '' ? this.cookies.delete(name) : this.cookies.set(name, value)
    return { status: reply.statusCode, body: reply.statusCode === 204 ? undefined : reply.json(), cookies: reply.cookies }
  }
  signIn(email: string, password: string, code?: string) {
    return this.send('POST', '/api/people/sign-in', { email, password, ...(code && { code }) })
  }
}
