import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { countRefusal } from '../../database/webhooks.ts';
import { Refusal, refusalOf } from '../chat/refusal.ts';
import type { IntakeDesk } from '../intake-desk.ts';
import { nothingHere } from '../nothing-here.ts';
import { addressKey, Gate } from '../rate-limit.ts';
import { openDoor, withSettings } from './open-door.ts';
import { takeDelivery } from './take-delivery.ts';

/** Platforms put up to a thousand updates into one delivery (developers.facebook.com/docs/graph-api/webhooks). */
const BODY_BYTES = 1024 * 1024;
/** Genuine senders come in bursts, and from a few addresses: this only stops floods. */
const ATTEMPTS_PER_MINUTE = 1200;

type DoorRequest = FastifyRequest<{ Params: { sourceId: string } }>;

/** `/webhooks/{sourceId}`: where platforms and form vendors push what is new. */
export function registerWebhooks(server: FastifyInstance, desk: IntakeDesk): void {
  server.register(async (scope) => {
    // Signatures are over raw bytes: nothing may read the body before.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    const onRequest = floodGate();
    scope.addHook('onSend', async (_request, reply) => {
      reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
    });
    scope.setErrorHandler((error, _request, reply) => {
      const { status, retryAfterSeconds, ...told } = refusalOf(error);
      if (status === 500) desk.log.error({ error }, 'a webhook could not be taken in');
      if (retryAfterSeconds) reply.header('retry-after', retryAfterSeconds);
      return reply.code(status).send(told);
    });
    scope.get('/webhooks/:sourceId', { onRequest }, (request: DoorRequest, reply) => shake(desk, request, reply));
    scope.post('/webhooks/:sourceId', { onRequest }, (request: DoorRequest, reply) => take(desk, request, reply));
  });
}

/** Counts in this process alone, under a key of its own: no row ever holds an address. */
function floodGate(): (request: FastifyRequest) => Promise<void> {
  const gate = new Gate();
  const key = randomBytes(32);
  return async ({ ip }) => {
    const wait = gate.knock(addressKey(key, 'webhooks', ip), { now: Date.now(), perMinute: ATTEMPTS_PER_MINUTE });
    if (wait === null) return;
    const message = `try again in ${wait} s`;
    throw new Refusal({ status: 429, code: 'TOO_MANY_REQUESTS', message, retryAfterSeconds: wait });
  };
}

/** Answers the question whether this address is really ours, in plain text: shown as a page it could run scripts. */
async function shake(desk: IntakeDesk, request: DoorRequest, reply: FastifyReply): Promise<FastifyReply> {
  const door = await openDoor(desk, request.params.sourceId);
  const handshake = door?.webhook.handshake;
  if (!door || !handshake) return nothingHere(request, reply);
  const { source, account } = door;
  const answer = await withSettings(desk, source, () => handshake(rawQuery(request), account));
  if (answer !== null) return reply.type('text/plain; charset=utf-8').send(answer);
  const now = new Date().toISOString();
  await countRefusal(desk.database, { sourceId: source.id, reason: 'bad-signature', now });
  throw new Refusal({ status: 403, code: 'REFUSED', message: 'the verify token is not the one known here' });
}

async function take(desk: IntakeDesk, request: DoorRequest, reply: FastifyReply): Promise<FastifyReply> {
  const door = await openDoor(desk, request.params.sourceId);
  if (!door) return nothingHere(request, reply);
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const status = await takeDelivery(desk, door, { headers: request.headers, rawQuery: rawQuery(request), body });
  return reply.send({ status });
}

function rawQuery({ raw }: FastifyRequest): string {
  const url = raw.url ?? '';
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start + 1);
}
