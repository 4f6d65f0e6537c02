import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { NotThere, routes, type AdminAnswer, type AdminNeeds } from './routes.ts';

/** The HTTP side of the sandbox: faults, sink, mailboxes and the OAuth2 token endpoint. Not yet listening. */
export function createAdminServer(needs: AdminNeeds): Server {
  return createServer((request, response) => void serve(request, response, needs));
}

async function serve(request: IncomingMessage, response: ServerResponse, needs: AdminNeeds): Promise<void> {
  const answer = await answerTo(request, needs).catch(toFailure);
  const isMail = Buffer.isBuffer(answer.body);
  response.writeHead(answer.status ?? 200, { 'content-type': isMail ? 'message/rfc822' : 'application/json' });
  response.end(isMail ? answer.body : `${JSON.stringify(answer.body)}\n`);
}

async function answerTo(request: IncomingMessage, needs: AdminNeeds): Promise<AdminAnswer> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const body = await buffer(request);
  for (const [method, path, run] of routes) {
    const match = request.method === method ? path.exec(url.pathname) : null;
    if (!match) continue;
    const parts = match.slice(1).map(decodeURIComponent);
    return run({ parts, query: url.searchParams, body, authorization: request.headers.authorization }, needs);
  }
  throw new NotThere(`no ${request.method} ${url.pathname}`);
}

function toFailure(error: Error): AdminAnswer {
  return { status: error instanceof NotThere ? 404 : 400, body: { error: error.message } };
}
