import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { SmtpPool } from './smtp-pool.ts';

/**
 * Follows one mail through nodemailer's pool: whether a byte of it was handed to a connection, and how to end that
 * connection at once. nodemailer offers neither, so this file alone knows its insides (version pinned; smtp-sending
 * and mail-transport tests fail when they change).
 */
export type SmtpSending = {
  isBodyStarted: () => boolean;
  /** Resets the connection that carries this mail: bytes the system still holds for it are dropped, not sent. */
  reset: () => void;
};

type PoolInsides = { _connections?: { queueEntry?: false | QueueEntry; connection?: { _socket?: unknown } }[] };
type QueueEntry = { mail: { data: { signal?: unknown } } };

const bodies = new WeakMap<AbortSignal, Readable[]>();

/** Makes the pool tell when it reads a mail's body. Once per pool. */
export function watchBodies(pool: SmtpPool): void {
  pool.use('stream', (mail, done) => {
    const { signal } = mail.data;
    const { message } = mail;
    const createReadStream = message.createReadStream.bind(message);
    message.createReadStream = (options) => {
      const stream = createReadStream(options);
      if (signal) bodies.set(signal, [...(bodies.get(signal) ?? []), stream]);
      return stream;
    };
    done();
  });
}

/** `signal` is the one the mail was given to the pool with; it identifies the mail there. */
export function followSending(pool: SmtpPool, signal: AbortSignal): SmtpSending {
  return {
    isBodyStarted: () => (bodies.get(signal) ?? []).some((stream) => stream.readableDidRead),
    reset: () => resetSocket(socketOf(pool, signal)),
  };
}

function socketOf(pool: SmtpPool, signal: AbortSignal): unknown {
  const insides: object & PoolInsides = pool.transporter;
  const carrier = insides._connections?.find(({ queueEntry }) => queueEntry && queueEntry.mail.data.signal === signal);
  return carrier?.connection?._socket;
}

function resetSocket(socket: unknown): void {
  if (!(socket instanceof Socket) || socket.destroyed) return;
  const handle: unknown = Reflect.get(socket, '_handle');
  const parent: unknown = handle instanceof Object ? Reflect.get(handle, '_parent') : undefined;
  const reset: unknown = parent instanceof Object ? Reflect.get(parent, 'reset') : undefined;
  // Node resets plain sockets only; of an encrypted one the socket below is reset.
  if (typeof reset === 'function') reset.call(parent, () => undefined);
  else socket.resetAndDestroy();
}
