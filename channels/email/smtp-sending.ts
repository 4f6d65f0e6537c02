import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { Transporter } from 'nodemailer';
import type { SMTPPoolOptions, SMTPPoolSentMessageInfo } from 'nodemailer/lib/smtp-pool';

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

export type SmtpPool = Transporter<SMTPPoolSentMessageInfo, SMTPPoolOptions>;

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
    reset: () => {
      try {
        resetSocket(socketOf(pool, signal));
      } catch {
        // Then the connection is merely cut, by nodemailer, in the next moment.
      }
    },
  };
}

function socketOf(pool: SmtpPool, signal: AbortSignal): unknown {
  const insides: object & PoolInsides = pool.transporter;
  const carrier = insides._connections?.find(({ queueEntry }) => queueEntry && queueEntry.mail.data.signal === signal);
  return carrier?.connection?._socket;
}

function resetSocket(socket: unknown): void {
  if (!(socket instanceof Socket) || socket.destroyed) return;
  const below = fieldOf(fieldOf(socket, '_handle'), '_parent');
  const reset = fieldOf(below, 'reset');
  // Node resets plain sockets only; of an encrypted one the socket below is reset.
  if (typeof reset === 'function') reset.call(below, () => undefined);
  else socket.resetAndDestroy();
}

function fieldOf(holder: unknown, field: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, field) : undefined;
}
